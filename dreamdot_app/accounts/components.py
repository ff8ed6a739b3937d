"""What other slices fill, the slots of our pages, and what they show on theirs."""

from dreamdot_app.accounts.confirming.banner import confirm_banner
from dreamdot_app.accounts.profile_page import ProfileSlots, ProfileTab
from dreamdot_app.accounts.profile_settings.page import ProfileSettingsSlots

__all__ = ["ProfileSettingsSlots", "ProfileSlots", "ProfileTab", "confirm_banner"]
