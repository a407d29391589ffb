// Adding files: dropped as well as chosen, refused before they are sent where they are too large, with a bar while they are.
(() => {
  const form = document.querySelector("#upload");
  const files = form.querySelector("#files");
  const drop = form.querySelector("#drop");
  const bar = form.querySelector("#sent");
  const words = form.querySelector("#sent-words");
  const cannot = form.querySelector("#cannot");
  const button = form.querySelector("button.go");
  const megabytes = (bytes) => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

  const refusal = () => {
    const chosen = [...files.files];
    const total = chosen.reduce((sum, file) => sum + file.size, 0);
    const large = chosen.find((file) => file.size > Number(form.dataset.fileBytes));
    if (large) return `${large.name} has ${megabytes(large.size)}; ${Math.round(form.dataset.fileBytes / 1048576)} MB a file are the most.`;
    if (total > Number(form.dataset.allBytes)) return `These files have ${megabytes(total)} together; ${megabytes(form.dataset.allBytes)} are the most.`;
    if (chosen.length > Number(form.dataset.files)) return `These are ${chosen.length} files; ${form.dataset.files} are the most.`;
    return "";
  };

  const say = (sentence) => {
    cannot.textContent = sentence;
    cannot.hidden = !sentence;
    return !sentence;
  };

  const isSending = (yes) => {
    form.querySelector("#sending").hidden = !yes;
    button.disabled = yes;
  };

  const send = () => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      words.textContent = event.loaded < event.total ? `Sending, ${megabytes(event.loaded)} of ${megabytes(event.total)}` : "Sent. One moment …";
    });
    request.addEventListener("load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      isSending(false);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const reason = page.querySelector("#refused, main p");
      say(reason ? reason.textContent : `The server refused it (${request.status}).`);
    });
    request.addEventListener("error", () => {
      isSending(false);
      say("It was not sent: the server did not take it, or the connection was lost. Nothing was added.");
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
    isSending(true);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (say(refusal())) send();
  });
  files.addEventListener("change", () => say(refusal()));
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) {
      files.files = event.dataTransfer.files;
      say(refusal());
    }
  });
})();
