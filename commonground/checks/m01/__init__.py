"""The exercises of module 1, Measuring alignment: their files, in the order of their numbers."""

EXERCISES = (
    "linear_cka",
    "procrustes",
    "rsa",
    "debiased_cka",
    "identify",
    "detective",
    "people_and_images",
    "cripple",
    "far",
    "believe",
)
