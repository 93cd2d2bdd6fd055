### approval
too-many-asked = Hier warten schon { $of-app } Anfragen auf Freigabe. Lassen Sie erst einige davon freigeben, ablehnen oder zurückziehen.
key-used-now = Dieser Idempotency-Key wurde in genau diesem Augenblick für eine andere Aktion benutzt.
say-why = Sagen Sie, warum, in einer Zeile mit höchstens 200 Zeichen.
only-asker-withdraws = { $name } hat darum gebeten und kann es zurückziehen. Wer dasselbe tun darf, kann es ablehnen.
decided-just-now = Jemand anderes hat gerade darüber entschieden.
action = Die Aktion { $id }
too-late = Dafür ist es zu spät: Niemand hat es rechtzeitig freigegeben.
does-not-wait = Es wartet nicht auf Freigabe: { $words }
own-request = Sie haben darum gebeten: Freigeben muss es jemand anderes.
nobody-behind = Hinter diesem Token steht niemand, also kann es nichts freigeben: Das muss ein Mensch tun.
asker-gone = { $name } hat darum gebeten und ist hier niemand mehr. Lehnen Sie es ab; wer es will, kann neu darum bitten.
asker-may-not = { $name } hat darum gebeten und darf es jetzt nicht tun. { $refusal } Lehnen Sie es ab; wer darf, kann neu darum bitten.
nobody-in-time = Niemand hat es rechtzeitig freigegeben. Es wurde nichts geändert; bitten Sie noch einmal darum, wenn es noch gewollt ist.
nobody-may = Niemand sonst hier darf dies jetzt freigeben: Geben Sie jemandem das Recht dazu, sonst wartet es vergeblich.
wait-or-abort = Was auf Freigabe wartet, übernimmt nichts: Warten Sie, bis es zu Ende ist, oder brechen Sie es ab, dann geben Sie dies frei.
