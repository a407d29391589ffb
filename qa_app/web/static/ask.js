// Asking: a question is kept until its answer has come, so that nothing that comes late, twice or never can lose it.
// The page works without: this takes the place of sending its form.
(() => {
  const TOKEN = "pincite-conversation", WAITING = "pincite-waiting", DRAFT = "pincite-draft", SCROLLED = "pincite-scrolled";
  const REACHED = "pincite-reached"; // the conversation that the server has: of another there is nothing to read
  const WORTH_ANOTHER_TRY = new Set([408, 429, 502, 503, 504]);
  const LONGEST_PAUSE = 15; // seconds
  const form = document.querySelector("#asking");
  const box = document.querySelector("#question");
  const log = document.querySelector("#log");
  const asked = document.querySelector("#asked").content.firstElementChild;
  const { home } = form.dataset;

  // For this tab; where the browser keeps nothing, for this page.
  const kept = {
    get(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* the page goes on without */ } },
  };
  // Nobody's guess: who has the token of a conversation can read it.
  const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const isToken = (text) => typeof text === "string" && /^[0-9a-f]{32,64}$/.test(text);
  const sleep = (seconds) => new Promise((resolve) => { wake = resolve; setTimeout(resolve, 1000 * seconds); });
  let wake = () => {};

  const link = new URLSearchParams(location.search);
  const ofThePage = form.conversation.value; // where the form was sent before this script was there
  let token = [ofThePage, !link.has("new") && kept.get(TOKEN)].find(isToken);
  const isNew = !token;
  const waiting = isNew ? [] : [kept.get(WAITING)].flat().filter((item) => isToken(item?.key));
  // Kept once something was asked: before that there is nothing to come back to.
  const begin = (taken, isBegun) => {
    token = taken;
    kept.set(TOKEN, isBegun ? token : null);
    form.conversation.value = token;
    document.querySelectorAll("a[data-save]").forEach((save) => { save.href = `${home}conversation/${token}.${save.dataset.save}`; });
  };
  const keepWaiting = () => kept.set(WAITING, waiting);

  // The conversation on the page: a section for each question, by its key. A new one stands behind `after`, where that is
  // null first of all, and else before those that wait.
  const sectionOf = (key) => log.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const isPending = (section) => section.classList.contains("pending");
  const changed = () => document.body.classList.toggle("begun", Boolean(log.querySelector(".pc-exchange")));
  const place = (section, after) => {
    const there = sectionOf(section.dataset.key);
    if (!there) {
      if (after) after.after(section);
      else log.insertBefore(section, after === null ? log.firstChild : log.querySelector(".pending"));
    } else if (isPending(there)) {
      there.replaceWith(section);
    } else {
      section = there; // what is unfolded in it stays so
    }
    changed();
    return section;
  };
  const draw = (item) => {
    const section = asked.cloneNode(true);
    section.dataset.key = item.key;
    section.querySelector(".words").textContent = item.question;
    log.append(section);
    changed();
    return section;
  };
  const underWay = (item) => {
    const line = sectionOf(item.key)?.querySelector(".progress > p:only-child");
    if (line) line.textContent = form.dataset.sent;
  };
  const trouble = (item, words) => {
    const section = sectionOf(item.key);
    if (section && isPending(section)) section.querySelector(".trouble").textContent = words;
  };

  // What was asked stands at the top of the window, its answer below it, unless both are in sight or the reader has gone
  // elsewhere. A question that waits takes no answer out of sight.
  let follows = null;
  ["wheel", "touchmove"].forEach((kind) => addEventListener(kind, () => { follows = null; }, { passive: true }));
  // In the frame that draws it: at once would lay the page out twice, while somebody types.
  const show = (section, block = "start") => requestAnimationFrame(() => {
    const isInSight = section.getBoundingClientRect().top >= 0
      && section.lastElementChild.getBoundingClientRect().bottom <= form.getBoundingClientRect().top;
    if (!isInSight) section.scrollIntoView({ block });
  });

  const elsewhere = "BroadcastChannel" in window ? new BroadcastChannel("pincite") : null; // another tab of this conversation
  elsewhere?.addEventListener("message", ({ data }) => { if (data.token === token) place(exchangeIn(data.exchange)); });
  const parsed = (html) => {
    const template = document.createElement("template"); // not a document of its own, which costs far more
    template.innerHTML = html;
    return template.content;
  };
  const exchangeIn = (html) => parsed(html).querySelector(".pc-exchange");

  const over = (item) => {
    const at = waiting.indexOf(item);
    if (at >= 0) waiting.splice(at, 1);
    keepWaiting();
  };
  const take = (item, line, to) => {
    if (to !== token) return true;
    if ("progress" in line) {
      const section = sectionOf(item.key);
      if (section && isPending(section)) {
        section.querySelector(".progress").replaceChildren(parsed(line.progress));
        trouble(item, "");
      }
      return false;
    }
    if (line.exchange === null) {
      sectionOf(item.key)?.remove();
      changed();
    } else {
      const section = place(exchangeIn(line.exchange));
      if (follows === item.key) show(section);
      elsewhere?.postMessage({ token, exchange: line.exchange });
    }
    over(item);
    return true;
  };

  class Unanswered extends Error {
    constructor(words, seconds) { super(words); this.seconds = seconds; } // null: not worth another try
  }
  const refused = async (answer) => {
    const problem = await answer.json().catch(() => ({}));
    const words = problem.detail || form.dataset.failed;
    if (!WORTH_ANOTHER_TRY.has(answer.status)) return new Unanswered(words, null);
    return new Unanswered(form.dataset.again.replace("{reason}", words), Number(answer.headers.get("Retry-After")) || 2);
  };
  const send = async (item, to, signal) => {
    const answer = await fetch(`${home}conversation/${to}`, {
      method: "POST", signal, headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" }, body: JSON.stringify(item),
    });
    if (!answer.ok) throw await refused(answer);
    kept.set(REACHED, to);
    const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ;) {
      const { value, done } = await lines.read();
      if (done) throw new Error("The answer broke off.");
      const whole = (text + value).split("\n");
      text = whole.pop();
      // Each says all that is known so far.
      if (whole.length && take(item, JSON.parse(whole.at(-1)), to)) return;
    }
  };

  let sending = null; // what gives up the question that is on its way
  const askAll = async () => {
    if (sending) return;
    for (let pause = 1; waiting.length;) {
      const [item] = waiting, to = token;
      sending = new AbortController();
      underWay(item);
      try {
        await send(item, to, sending.signal);
        pause = 1;
      } catch (error) {
        if (!waiting.includes(item)) continue; // taken back
        if (error.seconds === null) {
          sectionOf(item.key).querySelector(".progress").replaceChildren();
          sectionOf(item.key).classList.add("refused");
          trouble(item, error.message);
          over(item);
          continue;
        }
        trouble(item, error instanceof Unanswered ? error.message : form.dataset.unreachable);
        await sleep(error.seconds ?? pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
    sending = null;
  };

  const ask = (question, documents = window.pinciteDocuments()) => {
    const item = { key: newToken(), question, documents };
    kept.set(TOKEN, token);
    const isNext = !waiting.length;
    waiting.push(item);
    keepWaiting();
    if (isNext) follows = item.key;
    const section = draw(item);
    section.hidden = true; // for a frame, in which the page makes room: two short steps block less of what is typed
    requestAnimationFrame(() => setTimeout(() => {
      section.hidden = false;
      show(section, isNext ? "start" : "nearest");
    }));
    setTimeout(askAll); // it is kept and drawn; what is typed meanwhile comes first
  };

  const takeBack = (key) => {
    const section = sectionOf(key);
    const item = waiting.find((each) => each.key === key);
    const question = section.querySelector(".words").textContent;
    write([question, box.value].filter((words) => words.trim()).join("\n"));
    section.remove();
    changed();
    box.focus();
    if (!item) return;
    const isOnItsWay = waiting[0] === item;
    over(item);
    if (isOnItsWay) {
      sending?.abort();
      wake();
      fetch(`${home}conversation/${token}/${key}`, { method: "DELETE", keepalive: true }).catch(() => {});
    }
  };

  // What was asked before, also in another tab or without this script; it takes no answer's place that is there already.
  const restore = async () => {
    const of = token;
    for (let pause = 1; of === token && kept.get(REACHED) === of; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const answer = await fetch(`${home}conversation/${of}`, { headers: { Accept: "text/html" } }).catch(() => null);
      const page = answer && (answer.ok || answer.status === 404) ? await answer.text().catch(() => null) : null;
      if (page !== null && of === token) {
        let last = null;
        for (const section of new DOMParser().parseFromString(page, "text/html").querySelectorAll("#log > .pc-exchange")) {
          last = place(section, last);
          const item = waiting.find((each) => each.key === section.dataset.key);
          if (item && item !== waiting[0]) over(item);
        }
        return;
      }
      await new Promise((resolve) => { setTimeout(resolve, 1000 * pause); });
    }
  };

  const write = (words) => {
    box.value = words;
    kept.set(DRAFT, words);
  };
  box.addEventListener("input", () => kept.set(DRAFT, box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(".go"));
  });
  addEventListener("keydown", (event) => { // the last of those that are asked comes back
    const last = [...log.querySelectorAll(".pending")].at(-1);
    if (event.key !== "Escape" || event.isComposing || !last || event.target.closest?.("details[open]")) return;
    event.preventDefault();
    takeBack(last.dataset.key);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "suggested") {
      ask(event.submitter.value);
    } else if (box.value.trim()) {
      ask(box.value);
      write("");
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".pc-take-back")) takeBack(event.target.closest(".pc-exchange").dataset.key);
    if (!event.target.closest("a.pc-new")) return;
    event.preventDefault();
    if (log.querySelector(".pc-exchange")) { // the browser's Back leads to the conversation that is left
      history.replaceState(null, "", `${home}conversation/${token}`);
      history.pushState(null, "", home);
    }
    waiting.splice(0);
    keepWaiting();
    sending?.abort();
    wake();
    begin(newToken(), false);
    log.replaceChildren();
    document.querySelectorAll(".forgotten, main > .notice").forEach((each) => each.remove());
    changed();
    box.focus();
    scrollTo(0, 0);
  });
  addEventListener("popstate", () => { if (location.pathname.startsWith(`${home}conversation/`)) location.reload(); });
  addEventListener("online", () => wake());
  addEventListener("pageshow", (event) => { if (event.persisted) restore(); });
  addEventListener("pagehide", () => kept.set(SCROLLED, scrollY));

  begin(token || newToken(), !isNew);
  if (ofThePage) kept.set(REACHED, token);
  keepWaiting();
  const draft = link.get("draft");
  const linked = link.get("q")?.trim();
  if (linked && box.value.trim() === linked) box.value = "";
  if (draft === null && !box.value) box.value = kept.get(DRAFT) || "";
  // Coming back to this page, or loading it again, does not ask again.
  if (location.search || ofThePage) history.replaceState(history.state, "", home);
  waiting.forEach(draw);
  const returned = kept.get(SCROLLED);
  kept.set(SCROLLED, null);
  if (linked) ask(linked);
  askAll();
  const isThere = isNew || ofThePage ? Promise.resolve() : restore();
  isThere.then(() => {
    if (follows) return;
    if (returned && !ofThePage) scrollTo(0, returned);
    else if (log.lastElementChild) show(log.lastElementChild);
  });
})();
