// Copying with the citation, asking a suggested question, and keeping the newest question in view.
(() => {
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http on another machine has no clipboard
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not copied");
  };

  const say = (button, words) => {
    const before = button.dataset.label || (button.dataset.label = button.textContent);
    button.textContent = words;
    document.querySelector(".pc-status").textContent = words; // read out by screen readers
    setTimeout(() => { button.textContent = before; }, 2000);
  };

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
    const button = event.target.closest("button.pc-copy, button.pc-suggest");
    if (!button) return;
    if (button.matches(".pc-suggest")) return ask(button.textContent.trim());
    copy(button.dataset.copy).then(() => say(button, "Copied"), () => say(button, "Could not copy: select the text"));
  });
})();
