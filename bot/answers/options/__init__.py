"""What people type into an option, taken for what they mean: countries, speakers, topics, events, publishers, days."""
