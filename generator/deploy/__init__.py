"""From the built site to its host: what publishing it would break, and the commit that publishes it on a branch."""
