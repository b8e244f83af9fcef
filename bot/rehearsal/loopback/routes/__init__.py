"""REST routes of the fake Discord, one file for each part of Discord's API.

Each function gives its routes by (method, path); a route takes a Call and returns a response, or raises ApiError in
Discord's error shape. They may import the loopback's state, messages, payloads and http, and not the service.
Begin reading at `interactions.py`, by which the bot answers.

    routes = interaction_routes(state) | message_routes(state)
"""
