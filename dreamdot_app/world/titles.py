"""Titles for grown districts: no two alike, without remembering any."""

from math import gcd

_ADJECTIVES = (
    "Amber", "Backward", "Borrowed", "Brass", "Careful", "Careless", "Copper", "Counterfeit",
    "Crooked", "Drowned", "Early", "Eastern", "Eleventh", "Faithful", "Feathered", "Folded",
    "Forgetful", "Fortunate", "Gentle", "Half-Built", "Hollow", "Honest", "Hungry", "Idle",
    "Invisible", "Ivory", "Jealous", "Kindly", "Last", "Left-Handed", "Lesser", "Lopsided", "Lucky",
    "Mended", "Migrating", "Minor", "Mislaid", "Narrow", "Nearsighted", "Nocturnal", "Obedient",
    "Ordinary", "Painted", "Patient", "Polite", "Provisional", "Quarrelsome", "Reluctant", "Rented",
    "Restless", "Salted", "Second-Hand", "Seventh", "Sleepless", "Spare", "Stubborn", "Submerged",
    "Summer", "Talkative", "Tender", "Translated", "Unpaid", "Unposted", "Upstairs", "Velvet",
    "Wandering", "Whistling", "Winter", "Wooden", "Younger",
)  # fmt: skip
_NOUNS = (
    "Accordion", "Aerial", "Almanac", "Anchor", "Aquarium", "Archive", "Atlas", "Attic", "Aviary",
    "Ballroom", "Barometer", "Beekeeper", "Bell", "Bicycle", "Biographer", "Boathouse", "Bridge",
    "Button", "Cabin", "Calendar", "Canary", "Carousel", "Ceiling", "Cellist", "Choir",
    "Chandelier", "Clerk", "Compass", "Conductor", "Cousin", "Cupboard", "Customs", "Dentist",
    "Dictionary",
    "Diver", "Drawbridge", "Elevator", "Envelope", "Equator", "Estuary", "Ferryman", "Fiddle",
    "Florist", "Footbridge", "Foghorn", "Gardener", "Glacier", "Globe", "Granary", "Greengrocer",
    "Harbour", "Harvest", "Heron", "Hotel", "Hourglass", "Inheritance", "Interpreter", "Island",
    "Janitor", "Jukebox", "Kettle", "Kiosk", "Ladder", "Landlady", "Lantern", "Laundry", "Ledger",
    "Lighthouse", "Locksmith", "Luggage", "Magician", "Map", "Meadow", "Menagerie", "Metronome",
    "Mirror", "Monument", "Navigator", "Notary", "Oboe", "Observatory", "Orchard", "Orchestra",
    "Overcoat", "Parade", "Parakeet", "Passport", "Pharmacist", "Pianist", "Pilot", "Planetarium",
    "Postcard", "Projectionist", "Quarry", "Quilt", "Railway", "Recipe", "Referee", "Reservoir",
    "Saddle", "Scarecrow", "Scholar", "Sewing Machine", "Sleeper", "Snowplough", "Staircase",
    "Steeple", "Stepmother", "Stopwatch", "Submarine", "Swallow", "Tailor", "Telegram", "Thimble",
    "Thunder", "Tollgate", "Trapeze", "Turnstile", "Typewriter", "Umbrella", "Understudy",
    "Vestibule", "Violin", "Waiter", "Waterwheel", "Weathervane", "Widow", "Windmill", "Zeppelin",
)  # fmt: skip
_PLACES = (
    "", "After the Fair", "Against the Tide", "at Dusk", "at High Water", "at the Border",
    "at the Wrong Door", "Before Breakfast", "Below Stairs", "Beyond the Mill", "by Candlelight",
    "by the Canal", "for the Time Being", "from Next Door", "in a Dry Year", "in Another Language",
    "in Carnival Week", "in Lisbon", "in November", "in Two Minds", "of the Third Floor",
    "on a Tuesday", "on Loan", "on the Slow Train", "out of Season", "over Marmalade",
    "under Glass", "under the Viaduct", "with a View", "without Instructions",
)  # fmt: skip
_ALL = len(_ADJECTIVES) * len(_NOUNS) * len(_PLACES)


def title(number: int, seed: int) -> str:
    """The title of that number, from 0: each number another one, whatever the seed.

    The numbers walk through all combinations of adjective, noun and place in steps that share no
    factor with their count; a second walk would add "II".
    """
    step = _ALL * 382 // 1000 + seed % 97
    while gcd(step, _ALL) != 1:
        step += 1
    rest, adjective = divmod((number * step + seed) % _ALL, len(_ADJECTIVES))
    place, noun = divmod(rest, len(_NOUNS))
    volume = number // _ALL + 1
    words = ["The", _ADJECTIVES[adjective], _NOUNS[noun], _PLACES[place], "I" * min(volume, 3)]
    if volume == 1:
        words.pop()
    elif volume > 3:
        words[-1] = f"No. {volume}"
    return " ".join(filter(None, words))
