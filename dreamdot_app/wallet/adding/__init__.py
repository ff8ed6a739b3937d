"""Adding money: asked for here, paid at Stripe's Checkout, credited when Stripe says so."""
