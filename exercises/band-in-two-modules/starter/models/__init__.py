from models.band import Band
