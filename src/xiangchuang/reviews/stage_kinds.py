"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""
