// A button beside each citation that copies it. Without this file the citations are text to be selected.
(() => {
  "use strict";

  const copy = async (citation) => {
    try {
      await navigator.clipboard.writeText(citation.textContent.trim());
      return true;
    } catch {
      getSelection().selectAllChildren(citation); // so that the keyboard can copy it
      return false;
    }
  };

  for (const box of document.querySelectorAll("details[data-copy]")) {
    for (const citation of box.querySelectorAll(".citation")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = box.dataset.copy;
      const style = citation.closest("div").querySelector("dt").textContent;
      button.setAttribute("aria-label", `${box.dataset.copy} ${style}`);
      const said = document.createElement("span");
      said.className = "note";
      said.setAttribute("role", "status");
      button.addEventListener("click", async () => {
        said.textContent = (await copy(citation)) ? box.dataset.copied : box.dataset.failed;
      });
      citation.after(button, " ", said);
    }
  }
})();
