### Warum eine Aktion auf jemand anderen wartet.

second-person = { $app } verlangt die Freigabe durch eine zweite Person.
frozen = { $app } ist bis { $until } gesperrt: { $reason }.
