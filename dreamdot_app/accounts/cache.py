from dreamdot_app.core.cache import ExpiringCache as ExpiringCache
