"""People: how they join and come back, what they are called and chose, how they leave.

The verbs that other slices use are in `service`, what they may know in `contract`, who is asking in
`state` (pages) and `routes`. Within:

=====================  ===========================================================================
joining, credentials   an account is made; whose password was typed
sessions, remembered   how sessions begin, are renewed and end; whom they stand for, for a moment
entry                  what every route needs: who sent a request, the cookie of a fresh session
confirming             the address is proved by a mailed link (`links`, `letters`)
new_password           a forgotten one; `strength` judges them all
proving                a fresh proof before what matters is changed (`policy.require_proof`)
factors                codes of an app, recovery codes, passkeys, and the second step
providers              Google, GitHub and Apple
api_clients            access and refresh tokens of programs
devices                browsers that an account knows, and what they are called
profile*, profiles     a person's page; `profile_settings` is where they write it
names, renaming        which usernames are taken or kept; changing one's own
*_settings             the sections of the settings, in the shell of `settings_frame`
preferences            looks, language, privacy, which news reach somebody how
leaving                everything as one file; deletion with its days of grace
roles                  who may do more, by `make admin` alone
=====================  ===========================================================================
"""
