// A guard's pages: the keys of a PIN, for a finger, and the way back to the screen when nobody does anything.
"use strict";
const { stays, screen: back } = document.body.dataset;
let leaving;
const stay = () => {
  clearTimeout(leaving);
  leaving = setTimeout(() => { location.replace(back); }, stays * 1000);
};
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, stay);
stay();
const pad = document.getElementById("pad");
if (pad) {
  const pin = document.getElementById(pad.dataset.for);
  const key = (label, name, press) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", press);
    pad.append(button);
  };
  for (const digit of ["1", "2", "3", "4", "5", "6", "7", "8", "9"]) {
    key(digit, digit, () => { if (pin.value.length < pin.maxLength) pin.value += digit; });
  }
  key("⌫", "Xóa / Delete", () => { pin.value = pin.value.slice(0, -1); });
  key("0", "0", () => { if (pin.value.length < pin.maxLength) pin.value += "0"; });
}
