import os, shutil, time
import pytest
from django.urls import reverse
from tests.relief.letters.screens import Screens
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = pytest.mark.django_db(transaction=True)

def test_live(live_server):
    from playwright.sync_api import sync_playwright
    s = Screens(); o = s.office
    draft = o.to("draft"); wait = o.to("awaiting_reply"); disp=o.to("dispatched"); signing=o.to("signing")
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox","--disable-gpu"])
        def page(who, w=1366, h=768):
            c = b.new_context(viewport={"width": w, "height": h}, locale="zh-CN", base_url=live_server.url)
            cl = s.signed_in(who)
            c.add_cookies([{"name": "sessionid", "value": cl.cookies["sessionid"].value, "url": live_server.url}])
            pg = c.new_page(); pg.on("console", lambda m: print("console", m.text)); pg.on("pageerror", lambda e: print("err", e)); return pg
        pg = page("supervisor")
        pg.goto(reverse("letter_edit", args=[draft.pk])); pg.wait_for_selector(".letter-page")
        print("pages", pg.locator(".letter-page").count())
        first = pg.locator(".letter-page").first.get_attribute("src")
        print("bytes", sum(len(x.get_attribute("src")) for x in pg.locator(".letter-page").all()))
        pg.click("#facts ~ button"); 
        pg.keyboard.type("司徒示例说另有一条事实。")
        t=time.time()
        pg.wait_for_function("document.querySelector('#w-facts-1-text')?.textContent.includes('职工姓名')")
        print("warned after", round(time.time()-t,2), "focus", pg.evaluate("document.activeElement.name"))
        pg.wait_for_timeout(300)
        assert pg.locator(".letter-page").first.get_attribute("src") != first
        pg.screenshot(path="/tmp/shots/live_edit.png")
        pg.evaluate("window.scrollTo(0, 700)"); pg.wait_for_timeout(200); pg.screenshot(path="/tmp/shots/live_edit2.png")
        pg.click("text=保存草稿"); pg.wait_for_load_state("networkidle"); draft.refresh_from_db(); print(len(draft.content["facts"]), pg.url, pg.locator(".note-success, .messages").all_inner_texts()[:2])
        pg = page("supervisor"); pg.goto(reverse("letter_act", args=[disp.pk, "serve"])); pg.wait_for_load_state("networkidle")
        pg.check("input[name=method][value=LEFT]"); pg.wait_for_selector("[name=left_on]"); print("left ok"); pg.screenshot(path="/tmp/shots/live_left.png", full_page=True)
        pg = page("case_office"); pg.goto(reverse("letter_act", args=[wait.pk, "reply"])); pg.wait_for_load_state("networkidle"); pg.screenshot(path="/tmp/shots/live_reply.png", full_page=True)
        pg = page("director", 360, 740); pg.goto(reverse("letter_act", args=[signing.pk, "sign"])); pg.wait_for_selector(".letter-page"); pg.screenshot(path="/tmp/shots/live_sign360.png", full_page=True)
        pg = page("director"); pg.goto(reverse("letter", args=[signing.pk])); pg.wait_for_selector(".letter-page"); pg.click("text=退回修改"); pg.wait_for_selector("[name=reason]"); pg.screenshot(path="/tmp/shots/live_return.png")
        b.close()
