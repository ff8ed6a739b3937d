"""Taking money out: onboarding at Stripe, payouts of earnings, giving back to the card."""
