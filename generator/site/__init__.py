"""Archive -> pages: which there are, where they live, what each shows. Start at `plan`."""
