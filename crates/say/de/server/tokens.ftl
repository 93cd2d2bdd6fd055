### tokens
this-token = Dieses Token
token-days = Ein Token gilt 1 bis { $max-days } Tage; hier steht { $days }.
name-taken = Der Name { $name } ist vergeben, durch ein nicht widerrufenes Token oder ein Konto. Im Protokoll steht ein Name für einen Akteur: Wählen Sie einen anderen, oder widerrufen Sie zuerst das Token.
maker-gone = Womit Sie hereinkamen, ist inzwischen zu Ende. Melden Sie sich neu an.
