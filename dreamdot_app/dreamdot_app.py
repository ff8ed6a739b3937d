"""The composition root: the one place that knows every slice and puts them together."""

import reflex as rx

from dreamdot_app import lifespan, wiring
from dreamdot_app.accounts import pages as account_pages
from dreamdot_app.accounts.components import ProfileSettingsSlots, ProfileSlots, ProfileTab
from dreamdot_app.accounts.state import answer_failure
from dreamdot_app.admin.activity.components import security_activity
from dreamdot_app.core import web
from dreamdot_app.core.settings import settings
from dreamdot_app.market import pages as market_pages
from dreamdot_app.social import components as social_components
from dreamdot_app.social import pages as social_pages
from dreamdot_app.social.state import StandingState
from dreamdot_app.ui import errors, gone_tabs, reports, theme
from dreamdot_app.wallet import pages as wallet_pages
from dreamdot_app.wallet.withdrawing import pages as withdrawing_pages

wiring.fill_slots()

options = theme.app_options()
options["backend_exception_handler"] = answer_failure  # knows the way to the sign-in page
app = rx.App(**options, api_transformer=web.transformers(wiring.routes(), asking=wiring.asking))
app.register_lifespan_task(lifespan.platform_of_the_app)
app.register_lifespan_task(gone_tabs.forget)
reports.bound_reports(app)

account_pages.add_pages(
    app,
    profile=ProfileSlots(
        tabs=[ProfileTab("works", "Works", market_pages.works_of_profile)],
        pinned=market_pages.pinned_work,
        counts=[market_pages.works_count],
        actions=[social_components.person_actions],
        notice=social_components.person_notice,
        loads=[
            market_pages.load_pinned_work,
            market_pages.load_works_of_profile,
            StandingState.load,
        ],
    ),
    profile_settings=ProfileSettingsSlots(
        pinned=market_pages.pinned_field,
        loads=[market_pages.load_pinned_choice],
    ),
    security_activity=security_activity,
)
market_pages.add_pages(app)
wallet_pages.add_pages(app)
withdrawing_pages.add_pages(app)
social_pages.add_pages(app)
app.add_page(errors.not_found_page, route="404", title="Not found · DreamDot")

if not settings().is_production:
    from dreamdot_app.ui.styleguide import styleguide_page

    app.add_page(styleguide_page, route="/styleguide", title="Style guide · DreamDot")

web.serve_shells(app._unevaluated_pages)  # pyright: ignore[reportPrivateUsage] Reflex has no other list of them
