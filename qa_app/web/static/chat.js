// Whose conversation this is, asking a suggested question, and keeping the newest question in view.
(() => {
  const TOKEN = "pincite-conversation";
  const SCROLLED = "pincite-scrolled";

  // A new one for every tab; it is nobody's guess, since only who has it can read the conversation.
  const newToken = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const token = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(TOKEN, token);
    return token;
  };
  const token = () => sessionStorage.getItem(TOKEN) || newToken();
  const state = (more = {}) => JSON.stringify({ token: token(), documents: window.pinciteDocuments(), ...more });

  // What is done before the conversation so far has come waits for it: coming later, it would take the answer's place.
  const PATIENCE = 10000; // milliseconds from the page's start; should it never come, one can ask all the same
  let hasArrived;
  const arrival = new Promise((resolve) => { hasArrived = resolve; });
  setTimeout(() => hasArrived(), PATIENCE);
  window.pinciteArrived = () => hasArrived();

  window.pinciteState = async () => {
    await arrival;
    return state();
  };
  window.pinciteAnew = async () => {
    await arrival;
    newToken();
    return state();
  };
  window.pinciteArrival = () => {
    const link = new URLSearchParams(location.search);
    const documents = link.getAll("document");
    if (documents.length || link.has("q")) window.pinciteChoose(documents);
    const given = state({ question: link.get("q") || "", draft: link.get("draft") || "" });
    // Coming back to this page, or loading it again, does not ask again.
    if (location.search) history.replaceState(history.state, "", location.pathname);
    return given;
  };

  const box = () => document.querySelector("#question textarea");
  const ask = (question) => {
    const button = document.querySelector("#question button.submit-button");
    if (!box() || !button) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box(), question);
    box().dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => button.click(), 50); // once the page has taken the text in
  };

  // The newest question stands at the top of the window, its answer below it.
  const showNewest = () => {
    const asked = document.querySelectorAll("#chat .pc-question");
    if (asked.length) asked[asked.length - 1].scrollIntoView({ block: "start" });
  };

  // Coming back from a document, the conversation stands as it was left.
  let returned = Number(sessionStorage.getItem(SCROLLED) || 0);
  addEventListener("pagehide", () => sessionStorage.setItem(SCROLLED, String(scrollY)));

  let seen = "";
  new MutationObserver(() => {
    const questions = document.querySelectorAll("#chat .pc-question").length;
    const answers = document.querySelectorAll("#chat .pc-answer").length;
    const now = `${questions} ${answers}`;
    document.documentElement.classList.toggle("pc-begun", questions > 0);
    if (now === seen) return;
    seen = now;
    if (!questions) return;
    requestAnimationFrame(() => {
      if (returned) scrollTo(0, returned); else showNewest();
      returned = 0;
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button.pc-suggest, button.pc-new, a[data-save]");
    if (!target) return;
    if (target.matches(".pc-suggest")) ask(target.textContent.trim());
    if (target.matches(".pc-new")) {
      document.querySelector("#anew").click();
      box().focus();
      scrollTo(0, 0);
    }
    if (target.dataset.save) target.href = `${target.pathname.replace(/\/conversation.*/, "/conversation")}/${token()}.${target.dataset.save}`;
  });
})();
