"""Waiting for what is published for oneself: it ends with the tab or the session alone."""

import asyncio

import pytest
import reflex as rx

from dreamdot_app.accounts import service
from dreamdot_app.accounts.state import own_news
from dreamdot_app.core import bus, clock
from dreamdot_app.core.ids import UserId
from tests.accounts.conftest import Browser
from tests.factories.accounts import joined


def topic(owner: UserId) -> str:
    return f"accounts_tests.{owner}"


class WaitingState(rx.State):
    """Stands for any state that shows news."""

    heard: str = ""

    @rx.event(background=True, supersedes=True)
    async def wait(self) -> None:
        async with own_news(self, topic, look_every_s=0.01) as news:
            async for heard in news:
                with news.despite_failures():
                    async with self:
                        self.heard += f" {heard}"
                    if heard == "too much":
                        raise RuntimeError("a secret of the server")


@pytest.mark.parametrize("ending", ["the tab", "the session"])
async def test_waiting_for_ones_own_news_ends_in_silence_too(browser: Browser, ending: str) -> None:
    member = await joined(now=clock.now())
    browser.cookie = f"__Host-dreamdot={member.token}"
    waiting = asyncio.create_task(browser.open("/", WaitingState.wait))
    async with asyncio.timeout(20):
        await browser.hears(" None")
        bus.publish(topic(member.viewer.id), "news")
        await browser.hears(" None news")
        if ending == "the tab":
            await browser.close()
        else:
            await service.sign_out(token=member.token, now=clock.now())
        await waiting
    assert bus.publish(topic(member.viewer.id), "more") == 0
    assert not browser.told("_redirect")


async def test_who_fails_to_show_news_looks_again(browser: Browser) -> None:
    member = await joined(now=clock.now())
    browser.cookie = f"__Host-dreamdot={member.token}"
    waiting = asyncio.create_task(browser.open("/", WaitingState.wait))
    async with asyncio.timeout(20):
        await browser.hears(" None")
        bus.publish(topic(member.viewer.id), "too much")
        await browser.hears(" None too much None")
        bus.publish(topic(member.viewer.id), "news")
        await browser.hears(" None too much None news")
        await browser.close()
        await waiting
    assert not browser.told("_set_value")


async def test_a_forgotten_page_that_has_news_is_loaded_anew(browser: Browser) -> None:
    member = await joined(now=clock.now())
    browser.cookie = f"__Host-dreamdot={member.token}"
    waiting = asyncio.create_task(browser.open("/wallet", WaitingState.wait))
    async with asyncio.timeout(20):
        await browser.hears(" None")
        browser.forget()
        browser.loaded.clear()
        bus.publish(topic(member.viewer.id), "news")
        await waiting
    assert browser.loaded == ["/wallet"]
    assert not browser.told("_redirect")
    assert not browser.told("_set_value")


async def test_visitors_have_no_news_of_their_own(browser: Browser) -> None:
    async with asyncio.timeout(20):
        await browser.open("/", WaitingState.wait)
    assert not browser.told("_redirect")
