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
    button.setAttribute("role", "status");
    button.textContent = words;
    setTimeout(() => { button.textContent = before; button.removeAttribute("role"); }, 2000);
  };

  const ask = (question) => {
    const box = document.querySelector("#question textarea");
    if (!box) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    setTimeout(() => box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true })), 50);
    setTimeout(() => box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", bubbles: true })), 50);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.pc-copy, button.pc-suggest");
    if (!button) return;
    if (button.matches(".pc-suggest")) return ask(button.textContent.trim());
    copy(button.dataset.copy).then(() => say(button, "Copied"), () => say(button, "Could not copy: select the text"));
  });
})();
