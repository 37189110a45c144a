"""Eight at once do anything that can be done to nights, Redis fails meanwhile, and a checker proves what must hold."""
