"""What a visiting team does on the spot: figures compared with the books, notes and photographs."""
