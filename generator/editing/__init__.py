"""The editing room: changes what an archive's files say, and every byte but those it means to change stays."""
