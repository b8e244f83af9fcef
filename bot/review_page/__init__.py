"""The review in the browser: the source on the left with every draft marked in it, one draft's card on the right.

A page and a few JSON routes over :class:`bot.ingest.review.service.ReviewService`, to be hung into a web server that
guards its door (the rehearsal room's). It keeps nothing itself: every decision is on the disk before it is answered,
and names the version of the draft that the editor saw, so that two editors do not overwrite each other.

It may import bot.answers (to find whom a typed name means, and to renew the store) and bot.ingest. Begin with
``routes.py``; ``views.py`` says what the page is told, ``static/review.js`` what it makes of that. The page takes its
colours and ``dom.js`` from the rehearsal room beside it.

    page = ReviewPage(by="ada", today=date.today)
    page.add_routes(app)  # an aiohttp.web.Application; the page is at /review
    page.attach(review, answers)
"""
