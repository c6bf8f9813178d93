"""Click groups, one module per noun: parse, call a use case, render the answer."""
