// Asking a suggested question, and keeping the newest question in view.
(() => {
  const ask = (question) => {
    const box = document.querySelector("#question textarea");
    const button = document.querySelector("#question button.submit-button");
    if (!box || !button) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => button.click(), 50); // once the page has taken the text in
  };

  // The newest question stands at the top of the conversation, its answer below it.
  const showNewest = () => {
    const asked = document.querySelectorAll("#chat .pc-question");
    const newest = asked[asked.length - 1];
    let pane = newest && newest.parentElement;
    while (pane && pane.id !== "chat" && pane.scrollHeight <= pane.clientHeight + 1) pane = pane.parentElement;
    if (pane) pane.scrollTop += newest.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
  };

  let seen = 0;
  new MutationObserver(() => {
    const count = document.querySelectorAll("#chat .pc-question, #chat .pc-answer").length;
    if (count !== seen) { seen = count; requestAnimationFrame(showNewest); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.pc-suggest");
    if (button) ask(button.textContent.trim());
  });
})();
