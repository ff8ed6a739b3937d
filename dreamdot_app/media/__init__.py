"""Pictures that people upload: originals kept private, renditions served."""
