<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Advice</name>
    <message>
        <source>These {count} good images show an aligned part: {place} of what they show lies always in the same place.</source>
        <translation>Diese {count} Gutbilder zeigen ein ausgerichtetes Teil: {place} dessen, was sie zeigen, liegen immer an derselben Stelle.</translation>
    </message>
    <message>
        <source>These {count} good images show a regular texture: {repeats} of it repeats itself.</source>
        <translation>Diese {count} Gutbilder zeigen eine regelmäßige Textur: {repeats} davon wiederholen sich.</translation>
    </message>
    <message>
        <source>These {count} good images show an irregular texture: only {repeats} of it repeats itself.</source>
        <translation>Diese {count} Gutbilder zeigen eine unregelmäßige Textur: nur {repeats} davon wiederholen sich.</translation>
    </message>
    <message>
        <source>These {count} good images show a part in free pose: only {place} of what they show lies always in the same place.</source>
        <translation>Diese {count} Gutbilder zeigen ein Teil in freier Lage: nur {place} dessen, was sie zeigen, liegen immer an derselben Stelle.</translation>
    </message>
    <message>
        <source>These {count} good images show hardly anything but noise.</source>
        <translation>Diese {count} Gutbilder zeigen fast nur Rauschen.</translation>
    </message>
    <message>
        <source>That is {share} of the image; elsewhere they differ, as texture or a ground does.</source>
        <translation>Das sind {share} des Bildes; sonst unterscheiden sie sich, wie bei einer Textur oder einem Untergrund.</translation>
    </message>
    <message>
        <source>They lie differently, so each part is located first, and then shows in one pose; what lies around it is not judged.</source>
        <translation>Die Teile liegen verschieden. Deshalb wird jedes zuerst gefunden und in eine einheitliche Lage gebracht; was es umgibt, wird nicht beurteilt.</translation>
    </message>
    <message>
        <source>All {images} good images set the thresholds, so that the share of good parts that is falsely rejected is expected and not proven. A fifth of them, {held}, could prove at best that it is no more than {bound}.</source>
        <translation>Alle {images} Gutbilder setzen die Schwellen; welcher Anteil der Gutteile fälschlich zurückgewiesen wird, ist dann zu erwarten, aber nicht nachgewiesen. Ein Fünftel von ihnen, {held}, könnte bestenfalls höchstens {bound} nachweisen.</translation>
    </message>
    <message>
        <source>A fifth of the good images, {held}, can prove at best that no more than {bound} of good parts are falsely rejected.</source>
        <translation>Ein Fünftel der Gutbilder, {held}, kann bestenfalls nachweisen, dass höchstens {bound} der Gutteile fälschlich zurückgewiesen werden.</translation>
    </message>
    <message>
        <source>Add {more} good images to prove 1 %.</source>
        <translation>Mit {more} weiteren Gutbildern lässt sich 1&#xa0;% nachweisen.</translation>
    </message>
    <message>
        <source>In up to {share} of the sampled frames the scene is not where it is in the others: the camera moves, or the scene is plain and objects pass. If the camera moves, fix it: the methods expect one that does not move.</source>
        <translation>In bis zu {share} der untersuchten Einzelbilder liegt die Szene nicht dort, wo sie in den anderen liegt: Die Kamera bewegt sich, oder die Szene ist schlicht und Objekte ziehen vorbei. Wenn die Kamera sich bewegt, befestigen Sie sie: Die Verfahren setzen eine Kamera voraus, die stillsteht.</translation>
    </message>
    <message>
        <source>In {share} of the pairs of good images, one part is rotated against the other, by up to {degrees}°. If that is intended, state it among the part properties.</source>
        <translation>In {share} der Paare von Gutbildern ist ein Teil gegen das andere gedreht, um bis zu {degrees}°. Wenn das so sein soll, geben Sie es bei den Eigenschaften der Teile an.</translation>
    </message>
    <message>
        <source>In {share} of the pairs of good images, one part mirrors the other. If that is intended, state it among the part properties.</source>
        <translation>In {share} der Paare von Gutbildern ist ein Teil das Spiegelbild des anderen. Wenn das so sein soll, geben Sie es bei den Eigenschaften der Teile an.</translation>
    </message>
    <message>
        <source>The part looks the same when mirrored ({axes}). If mirrored parts are good, state it among the part properties: there is more to learn from then.</source>
        <translation>Das Teil sieht gespiegelt ({axes}) genauso aus. Sind gespiegelte Teile gut, geben Sie das bei den Eigenschaften der Teile an: Dann gibt es mehr zu lernen.</translation>
    </message>
    <message>
        <source>left to right</source>
        <translation>links-rechts</translation>
    </message>
    <message>
        <source>top to bottom</source>
        <translation>oben-unten</translation>
    </message>
    <message>
        <source>With {settings}.</source>
        <translation>Mit {settings}.</translation>
    </message>
    <message>
        <source>What cannot be read is left out.</source>
        <translation>Was nicht lesbar ist, wird ausgelassen.</translation>
    </message>
    <message>
        <source>Very different image shapes are accepted.</source>
        <translation>Sehr verschiedene Bildformen sind zugelassen.</translation>
    </message>
    <message>
        <source>These {clips} good clips show moving objects: in {found} of the sampled places where something moves, the difference from the empty scene finds objects.</source>
        <translation>Diese {clips} guten Videos zeigen bewegte Objekte: An {found} der geprüften Stellen, an denen sich etwas bewegt, findet der Unterschied zur leeren Szene Objekte.</translation>
    </message>
    <message>
        <source>The camera stands still.</source>
        <translation>Die Kamera steht still.</translation>
    </message>
    <message>
        <source>These {clips} good clips show motion, but hardly any objects: they are too small or too faint, or the camera moves.</source>
        <translation>Diese {clips} guten Videos zeigen Bewegung, aber kaum Objekte: Sie sind zu klein oder zu schwach, oder die Kamera bewegt sich.</translation>
    </message>
    <message>
        <source>In these {clips} good clips most of the picture moves.</source>
        <translation>In diesen {clips} guten Videos bewegt sich der größte Teil des Bildes.</translation>
    </message>
    <message>
        <source>In these {clips} good clips nothing moves at the sampled places.</source>
        <translation>In diesen {clips} guten Videos bewegt sich an den geprüften Stellen nichts.</translation>
    </message>
    <message>
        <source>How well any method does on such clips is not measured: compare two.</source>
        <translation>Wie gut ein Verfahren bei solchen Videos ist, wurde nicht gemessen: Vergleichen Sie zwei.</translation>
    </message>
    <message>
        <source>They are too short for a training: record longer ones.</source>
        <translation>Sie sind zu kurz für das Anlernen: Nehmen Sie längere auf.</translation>
    </message>
    <message>
        <source>Most of the scene is so dark that noise hides changes of its light: light it better.</source>
        <translation>Der größte Teil der Szene ist so dunkel, dass Rauschen Änderungen des Lichts verdeckt: Beleuchten Sie sie besser.</translation>
    </message>
    <message>
        <source>{covered} of the sampled places show hardly anything, as with a covered camera: remove such clips.</source>
        <translation>{covered} der geprüften Stellen zeigen kaum etwas, wie bei verdeckter Kamera: Entfernen Sie solche Videos.</translation>
    </message>
    <message>
        <source>{stretches} stretches of good video are held out to set the thresholds; they can prove at best that no more than {bound} of such stretches raise a false alarm.</source>
        <translation>{stretches} Abschnitte guter Videos werden zurückgehalten, um die Schwellen festzulegen; sie können bestenfalls nachweisen, dass höchstens {bound} solcher Abschnitte einen Fehlalarm auslösen.</translation>
    </message>
</context>
<context>
    <name>AdviceCard</name>
    <message>
        <source>{method} is chosen on the left. For these images, this is suggested:</source>
        <translation>Links ist {method} gewählt. Für diese Bilder wird vorgeschlagen:</translation>
    </message>
    <message>
        <source>✔ {method} is chosen</source>
        <translation>✔ {method} ist gewählt</translation>
    </message>
    <message>
        <source>Use {method}</source>
        <translation>{method} verwenden</translation>
    </message>
    <message>
        <source>Use {method}, to compare</source>
        <translation>Mit {method} vergleichen</translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message>
        <source>Inspecting</source>
        <translation>Prüfung läuft</translation>
    </message>
    <message>
        <source>Watching the folder</source>
        <translation>Ordner wird überwacht</translation>
    </message>
</context>
<context>
    <name>BatchOutcome</name>
    <message>
        <source>Batch: {outcome}</source>
        <translation>Prüflauf: {outcome}</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
</context>
<context>
    <name>BlockedKeys</name>
    <message>
        <source>Not possible now: {command} ({needs})</source>
        <translation>Jetzt nicht möglich: {command} ({needs})</translation>
    </message>
</context>
<context>
    <name>CancelDialog</name>
    <message>
        <source>Cancel the training?</source>
        <translation>Anlernen abbrechen?</translation>
    </message>
    <message>
        <source>The training of &quot;{name}&quot; is not finished.</source>
        <translation>Das Anlernen von „{name}“ ist nicht fertig.</translation>
    </message>
    <message>
        <source>Its progress can be kept, so that you can resume it later.</source>
        <translation>Der Fortschritt lässt sich behalten, sodass Sie das Anlernen später fortsetzen können.</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Anhalten und behalten</translation>
    </message>
    <message>
        <source>Stop and discard</source>
        <translation>Anhalten und verwerfen</translation>
    </message>
    <message>
        <source>Continue training</source>
        <translation>Weiter anlernen</translation>
    </message>
</context>
<context>
    <name>Category</name>
    <message>
        <source>The folder cannot be written. What is stated about the category is kept in {file}</source>
        <translation>In den Ordner kann nicht geschrieben werden. Die Angaben zur Kategorie liegen in {file}</translation>
    </message>
</context>
<context>
    <name>CategoryScreen</name>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Hier ist nichts</translation>
    </message>
    <message>
        <source>No name in this group contains “{text}”.</source>
        <translation>Kein Name in dieser Gruppe enthält „{text}“.</translation>
    </message>
    <message>
        <source>This group is empty.</source>
        <translation>Diese Gruppe ist leer.</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Back to the group</source>
        <translation>Zurück zur Gruppe</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Auffälligkeiten</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell anlernen</translation>
    </message>
    <message>
        <source>They hold good parts</source>
        <translation>Sie enthalten Gutteile</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Übersicht</translation>
    </message>
</context>
<context>
    <name>CategorySummary</name>
    <message>
        <source>other sizes: {count}</source>
        <translation>andere Größen: {count}</translation>
    </message>
    <message>
        <source>Size: {sizes}</source>
        <translation>Größe: {sizes}</translation>
    </message>
    <message>
        <source>Total file size: {size} MB</source>
        <translation>Dateien insgesamt: {size}&#xa0;MB</translation>
    </message>
</context>
<context>
    <name>CategoryViews</name>
    <message>
        <source>Suspect images</source>
        <translation>Verdächtige Bilder</translation>
    </message>
    <message>
        <source>Part properties</source>
        <translation>Eigenschaften der Teile</translation>
    </message>
    <message>
        <source>Selected clip</source>
        <translation>Gewähltes Video</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>Chosen: {n}, from {folder}</source>
        <translation>Gewählt: {n}, aus {folder}</translation>
    </message>
</context>
<context>
    <name>ChoiceCheck</name>
    <message>
        <source>A model or an interrupted training named &quot;{name}&quot; already exists; choose another name.</source>
        <translation>Ein Modell oder ein unterbrochenes Anlernen namens „{name}“ gibt es schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{name} does not exist.</source>
        <translation>{name} ist nicht vorhanden.</translation>
    </message>
</context>
<context>
    <name>ClipBrowser</name>
    <message>
        <source>Clips: {total}</source>
        <translation>Videos: {total}</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Category (video)</source>
        <translation>Kategorie (Video)</translation>
    </message>
</context>
<context>
    <name>ClipClock</name>
    <message>
        <source>frame {frame}</source>
        <translation>Bild {frame}</translation>
    </message>
    <message>
        <source>frame {frame} of {frames}</source>
        <translation>Bild {frame} von {frames}</translation>
    </message>
    <message>
        <source>frames {first} – {last}</source>
        <translation>Bilder {first} – {last}</translation>
    </message>
</context>
<context>
    <name>ClipFacts</name>
    <message>
        <source>abnormal: {start} – {end}</source>
        <translation>auffällig: {start} – {end}</translation>
    </message>
    <message>
        <source>with masks</source>
        <translation>mit Masken</translation>
    </message>
</context>
<context>
    <name>ClipFilters</name>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Which clips</source>
        <translation>Welche Videos</translation>
    </message>
    <message>
        <source>All clips</source>
        <translation>Alle Videos</translation>
    </message>
    <message>
        <source>Clips with events</source>
        <translation>Videos mit Ereignissen</translation>
    </message>
    <message>
        <source>Clips with NG</source>
        <translation>Videos mit NG</translation>
    </message>
    <message>
        <source>Review state</source>
        <translation>Stand der Durchsicht</translation>
    </message>
    <message>
        <source>Type of defect</source>
        <translation>Fehlerart</translation>
    </message>
    <message>
        <source>Order of clips and events</source>
        <translation>Reihenfolge der Videos und Ereignisse</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>Schlechteste zuerst</translation>
    </message>
    <message>
        <source>In time order</source>
        <translation>In zeitlicher Reihenfolge</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Alle Fehlerarten</translation>
    </message>
    <message>
        <source>without a type</source>
        <translation>ohne Fehlerart</translation>
    </message>
</context>
<context>
    <name>ClipList</name>
    <message>
        <source>Clips with their events</source>
        <translation>Videos mit ihren Ereignissen</translation>
    </message>
    <message>
        <source>events: {n}</source>
        <translation>Ereignisse: {n}</translation>
    </message>
    <message>
        <source>label: {label}</source>
        <translation>Klasse: {label}</translation>
    </message>
    <message>
        <source>peak {peak}</source>
        <translation>Spitze {peak}</translation>
    </message>
    <message>
        <source>Events: {events} of {all}, reviewed: {reviewed}. Clips: {clips} of {all_clips}</source>
        <translation>Ereignisse: {events} von {all}, durchgesehen: {reviewed}. Videos: {clips} von {all_clips}</translation>
    </message>
    <message>
        <source>marked as defective</source>
        <translation>als fehlerhaft markiert</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>ohne Klasse</translation>
    </message>
    <message>
        <source>unknown frame rate</source>
        <translation>Bildrate unbekannt</translation>
    </message>
    <message>
        <source>{rate} frames per second</source>
        <translation>{rate} Bilder je Sekunde</translation>
    </message>
    <message>
        <source>about {n} frames</source>
        <translation>etwa {n} Bilder</translation>
    </message>
    <message>
        <source>{n} frames</source>
        <translation>{n} Bilder</translation>
    </message>
</context>
<context>
    <name>ClipListView</name>
    <message>
        <source>Clips</source>
        <translation>Videos</translation>
    </message>
</context>
<context>
    <name>ClipPlayer</name>
    <message>
        <source>played at {rate}/s</source>
        <translation>abgespielt mit {rate}/s</translation>
    </message>
    <message>
        <source>The clip&apos;s frame rate is unknown.</source>
        <translation>Die Bildrate des Videos ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation>Eine Sekunde weiter</translation>
    </message>
    <message>
        <source>To the start of the clip</source>
        <translation>Zum Anfang des Videos</translation>
    </message>
    <message>
        <source>To the end of the clip</source>
        <translation>Zum Ende des Videos</translation>
    </message>
    <message>
        <source>Zoom in (timeline)</source>
        <translation>Zeit vergrößern</translation>
    </message>
    <message>
        <source>Zoom out (timeline)</source>
        <translation>Zeit verkleinern</translation>
    </message>
    <message>
        <source>Whole clip</source>
        <translation>Ganzes Video</translation>
    </message>
    <message>
        <source>Shows the whole clip in the timeline; the mouse wheel zooms</source>
        <translation>Das ganze Video in der Zeitleiste; das Mausrad darüber vergrößert die Zeit</translation>
    </message>
</context>
<context>
    <name>ClipReview</name>
    <message>
        <source>good: false alarm</source>
        <translation>gut: Fehlalarm</translation>
    </message>
    <message>
        <source>defective: confirmed</source>
        <translation>fehlerhaft: bestätigt</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unklar</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>lost frames: {n}</source>
        <translation>verlorene Bilder: {n}</translation>
    </message>
    <message>
        <source>doubtful frames: {n}</source>
        <translation>zweifelhafte Bilder: {n}</translation>
    </message>
    <message>
        <source>label: {label}</source>
        <translation>Klasse: {label}</translation>
    </message>
    <message>
        <source>{rate} frames per second</source>
        <translation>{rate} Bilder je Sekunde</translation>
    </message>
    <message>
        <source>This frame could not be judged: it is damaged, missing, of another size, or shows nothing.</source>
        <translation>Dieses Bild konnte nicht beurteilt werden: Es ist beschädigt, fehlt, hat eine andere Größe oder zeigt nichts.</translation>
    </message>
    <message>
        <source>A frame before this one is lost: the picture may show an earlier moment.</source>
        <translation>Ein Bild davor ist verloren: Zu sehen ist vielleicht ein früherer Moment.</translation>
    </message>
    <message>
        <source>Nothing moves here, so the method gives no verdict.</source>
        <translation>Hier bewegt sich nichts, daher gibt das Verfahren kein Urteil ab.</translation>
    </message>
    <message>
        <source>This frame has no score: the method needs more frames around it.</source>
        <translation>Dieses Bild hat keinen Wert: Das Verfahren braucht mehr Bilder davor oder danach.</translation>
    </message>
    <message>
        <source>no heatmap: this frame was OK when it was inspected; inspect the clip anew to see one</source>
        <translation>ohne Heatmap: Dieses Bild war bei der Prüfung OK; für eine Heatmap das Video neu prüfen</translation>
    </message>
    <message>
        <source>Good clips</source>
        <translation>Gute Videos</translation>
    </message>
    <message>
        <source>Defective clips</source>
        <translation>Fehlerhafte Videos</translation>
    </message>
    <message>
        <source>Unlabelled clips</source>
        <translation>Videos ohne Klasse</translation>
    </message>
    <message>
        <source>no good clips are known</source>
        <translation>kein gutes Video bekannt</translation>
    </message>
    <message>
        <source>no defective clips are known</source>
        <translation>kein fehlerhaftes Video bekannt</translation>
    </message>
    <message>
        <source>{n} calibration stretches of good video prove: at most {bound} % of such stretches raise a false alarm (95 % confidence).</source>
        <translation>Mit {n} Abschnitten guter Videos aus der Kalibrierung nachgewiesen: Höchstens {bound}&#xa0;% solcher Abschnitte lösen einen Fehlalarm aus (Vertrauensniveau 95&#xa0;%).</translation>
    </message>
    <message>
        <source>To prove {wish} %, add good clips to the category until {more} more stretches are held out.</source>
        <translation>Um {wish}&#xa0;% nachzuweisen, fügen Sie der Kategorie gute Videos hinzu, bis {more} Abschnitte mehr zurückgehalten werden.</translation>
    </message>
    <message>
        <source>Both thresholds are the same: no event goes to REVIEW.</source>
        <translation>Beide Schwellen sind gleich: Kein Ereignis geht in REVIEW.</translation>
    </message>
    <message>
        <source>Learning the confirmed clips</source>
        <translation>Die bestätigten Videos werden gelernt</translation>
    </message>
    <message>
        <source>New model {name}: it is calibrated on the confirmed clips, too, and its reject threshold stays as it was.</source>
        <translation>Neues Modell {name}: Es ist auch auf die bestätigten Videos kalibriert, und seine NG-Schwelle bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>New model {name}: it is calibrated on the confirmed clips, too, and its thresholds are chosen anew.</source>
        <translation>Neues Modell {name}: Es ist auch auf die bestätigten Videos kalibriert, und seine Schwellen sind neu gewählt.</translation>
    </message>
    <message>
        <source>Events similar to {name}</source>
        <translation>Ähnliche Ereignisse wie {name}</translation>
    </message>
    <message>
        <source>Similar events, the most similar first</source>
        <translation>Ähnliche Ereignisse, das ähnlichste zuerst</translation>
    </message>
    <message>
        <source>Compared by place, size, duration and peak. Click with Ctrl or Shift to select others. The decision is on every selected event.</source>
        <translation>Verglichen nach Lage, Größe, Dauer und Spitzenwert. Mit Strg oder Umschalt klicken, um andere zu wählen. Die Entscheidung gilt für jedes gewählte Ereignis.</translation>
    </message>
    <message>
        <source>The method of this run records no place of this event, by which others could be compared with it.</source>
        <translation>Das Verfahren dieses Prüflaufs hält zu diesem Ereignis keine Lage fest, nach der sich andere mit ihm vergleichen ließen.</translation>
    </message>
    <message>
        <source>No other event of this run is like this one.</source>
        <translation>Kein anderes Ereignis dieses Prüflaufs gleicht diesem.</translation>
    </message>
    <message>
        <source>{n} events similar to {name} – {decision}</source>
        <translation>{n} Ereignisse ähnlich {name} – {decision}</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Return or a double click lists the events of a type.</source>
        <translation>Die Eingabetaste oder ein Doppelklick zeigt die Ereignisse einer Fehlerart.</translation>
    </message>
    <message>
        <source>Rejected events without a type: {n}.</source>
        <translation>NG-Ereignisse ohne Fehlerart: {n}.</translation>
    </message>
    <message>
        <source>No event further down the list.</source>
        <translation>Weiter unten in der Liste ist kein Ereignis.</translation>
    </message>
    <message>
        <source>No event further up the list.</source>
        <translation>Weiter oben in der Liste ist kein Ereignis.</translation>
    </message>
    <message>
        <source>No later event in the listed clips.</source>
        <translation>In den aufgeführten Videos gibt es kein späteres Ereignis.</translation>
    </message>
    <message>
        <source>No earlier event in the listed clips.</source>
        <translation>In den aufgeführten Videos gibt es kein früheres Ereignis.</translation>
    </message>
</context>
<context>
    <name>ClipStates</name>
    <message>
        <source>Clip</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>done earlier</source>
        <translation>früher fertig</translation>
    </message>
    <message>
        <source>None of its frames could be judged.</source>
        <translation>Keines seiner Bilder konnte beurteilt werden.</translation>
    </message>
    <message>
        <source>Not all of it was seen: frames lost: {lost}, of an earlier moment perhaps: {doubtful}.</source>
        <translation>Nicht alles war zu sehen: verlorene Bilder: {lost}, vielleicht von einem früheren Moment: {doubtful}.</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Colours of the map values</source>
        <translation>Farben der Kartenwerte</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>NG</translation>
    </message>
    <message>
        <source>review</source>
        <translation>REVIEW</translation>
    </message>
    <message>
        <source>worst</source>
        <translation>schlechteste</translation>
    </message>
    <message>
        <source>as good parts</source>
        <translation>wie Gutteile</translation>
    </message>
    <message>
        <source>reject = review</source>
        <translation>NG = REVIEW</translation>
    </message>
    <message>
        <source>Colours of the map values, the same in every picture: the brighter, the less like good parts. The lines are the thresholds: {lines}. In the picture, a yellow line runs where the map passes the reject threshold.</source>
        <translation>Farben der Kartenwerte, in jedem Bild dieselben: je heller, desto weniger wie Gutteile. Die Linien sind die Schwellen: {lines}. Im Bild verläuft eine gelbe Linie, wo die Karte die NG-Schwelle überschreitet.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No command has these words in its name.</source>
        <translation>Kein Befehl enthält diese Wörter.</translation>
    </message>
</context>
<context>
    <name>CommandsDialog</name>
    <message>
        <source>Commands and keys</source>
        <translation>Befehle und Tasten</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Click a key, then press the one that you want instead. Tab leaves the field.</source>
        <translation>Klicken Sie auf eine Taste und drücken Sie dann die, die Sie stattdessen wünschen. Tab verlässt das Feld.</translation>
    </message>
    <message>
        <source>No command has these words in its name.</source>
        <translation>Kein Befehl enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Use it here</source>
        <translation>Hier verwenden</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {command}</source>
        <translation>{command} zurücksetzen</translation>
    </message>
    <message>
        <source>{key} opens the menu “{menu}”, so “{command}” keeps its key.</source>
        <translation>{key} öffnet das Menü „{menu}“, „{command}“ behält daher seine Taste.</translation>
    </message>
    <message>
        <source>{key} belongs to “{other}”, so “{command}” keeps its key.</source>
        <translation>{key} gehört zu „{other}“; „{command}“ behält daher seine Taste.</translation>
    </message>
</context>
<context>
    <name>Compared</name>
    <message>
        <source>Most similar good part: {name}</source>
        <translation>Ähnlichstes Gutteil: {name}</translation>
    </message>
    <message>
        <source>As the model would draw it</source>
        <translation>Vom Modell gezeichnet</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Part and heatmap</source>
        <translation>Teil und Heatmap</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Show the part alone</source>
        <translation>Nur das Teil zeigen</translation>
    </message>
    <message>
        <source>Compare with a good part (hold)</source>
        <translation>Mit einem Gutteil vergleichen (halten)</translation>
    </message>
    <message>
        <source>Most similar good part</source>
        <translation>Ähnlichstes Gutteil</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>No difference</source>
        <translation>Kein Unterschied</translation>
    </message>
    <message>
        <source>B fixes {fixes}, breaks {breaks}</source>
        <translation>B: {fixes} besser, {breaks} schlechter</translation>
    </message>
    <message>
        <source>A is {first}, B is {second}.</source>
        <translation>A ist {first}, B ist {second}.</translation>
    </message>
    <message>
        <source>Left out, as a model learned them or they set its thresholds: {n}.</source>
        <translation>Ausgelassen, weil ein Modell sie gelernt hat oder seine Schwellen nach ihnen gewählt sind: {n}.</translation>
    </message>
    <message>
        <source>Not compared, as only one model judged them: {n}.</source>
        <translation>Nicht verglichen, weil nur von einem beurteilt: {n}.</translation>
    </message>
    <message>
        <source>Fixed by B: {count}</source>
        <translation>Mit B richtig: {count}</translation>
    </message>
    <message>
        <source>Broken by B: {count}</source>
        <translation>Mit B falsch: {count}</translation>
    </message>
    <message>
        <source>Different verdict, label unknown: {count}</source>
        <translation>Anders beurteilt, Klasse unbekannt: {count}</translation>
    </message>
</context>
<context>
    <name>ConfirmedParts</name>
    <message>
        <source>Look at them</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Learn all</source>
        <translation>Alle lernen</translation>
    </message>
    <message>
        <source>Learn all the same</source>
        <translation>Trotzdem lernen</translation>
    </message>
    <message>
        <source>Stopped: nothing was learned.</source>
        <translation>Angehalten: Es wurde nichts gelernt.</translation>
    </message>
    <message>
        <source>Inspect with the new model</source>
        <translation>Mit dem neuen Modell prüfen</translation>
    </message>
    <message>
        <source>If the other good images are of another day or lot, only the confirmed parts count ({n}): about {share} of good parts are expected to be rejected.</source>
        <translation>Stammen die anderen Gutbilder von einem anderen Tag oder Los, zählen nur die bestätigten Teile ({n}): Erwartet wird, dass etwa {share} der Gutteile zurückgewiesen werden.</translation>
    </message>
    <message>
        <source>{parts} and {n} more</source>
        <translation>{parts} und {n} weitere</translation>
    </message>
    <message>
        <source>{name} ({score}, labelled {label})</source>
        <translation>{name} ({score}, Klasse {label})</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message>
        <source>Errors</source>
        <translation>Nicht prüfbar</translation>
    </message>
    <message>
        <source>Show only these: {word}</source>
        <translation>Nur diese zeigen: {word}</translation>
    </message>
</context>
<context>
    <name>DecidedElsewhere</name>
    <message>
        <source>{n} decisions were made elsewhere and are shown now.</source>
        <translation>{n} Entscheidungen wurden an anderer Stelle getroffen und werden jetzt gezeigt.</translation>
    </message>
    <message>
        <source>{name} was changed elsewhere: no decision is in force.</source>
        <translation>{name} wurde an anderer Stelle geändert: Es gilt keine Entscheidung.</translation>
    </message>
    <message>
        <source>{name} was decided elsewhere: {decision}, by {user}.</source>
        <translation>{name} wurde an anderer Stelle entschieden: {decision}, von {user}.</translation>
    </message>
    <message>
        <source>{user} had decided elsewhere that {name} is {decision}. Press Ctrl+Z to restore that.</source>
        <translation>{user} hatte {name} an anderer Stelle als {decision} entschieden. Strg+Z stellt das wieder her.</translation>
    </message>
    <message>
        <source>Not undone: {name} was decided anew elsewhere.</source>
        <translation>Nicht rückgängig gemacht: {name} wurde an anderer Stelle neu entschieden.</translation>
    </message>
</context>
<context>
    <name>DemoRenderer</name>
    <message>
        <source>Rendering the demonstration</source>
        <translation>Demonstration wird erzeugt</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>An unexpected error occurred. Everything that was finished is saved.</source>
        <translation>Ein unerwarteter Fehler ist aufgetreten. Alles, was fertig war, ist gespeichert.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Remove it from the category, or mark it as ignored.</source>
        <translation>Nehmen Sie es aus der Kategorie, oder markieren Sie es als ignoriert.</translation>
    </message>
    <message>
        <source>Correct the file, or remove it.</source>
        <translation>Berichtigen oder entfernen Sie die Datei.</translation>
    </message>
    <message>
        <source>Keep the images that the model was calibrated on, or add more new ones.</source>
        <translation>Behalten Sie die Bilder, mit denen das Modell kalibriert wurde, oder fügen Sie weitere neue hinzu.</translation>
    </message>
    <message>
        <source>Choose the category&apos;s folder.</source>
        <translation>Wählen Sie den Ordner der Kategorie.</translation>
    </message>
    <message>
        <source>Put clips of good production there.</source>
        <translation>Legen Sie dort Videos der fehlerfreien Produktion ab.</translation>
    </message>
    <message>
        <source>Put images of good parts there.</source>
        <translation>Legen Sie dort Bilder von Gutteilen ab.</translation>
    </message>
    <message>
        <source>Add some.</source>
        <translation>Fügen Sie welche hinzu.</translation>
    </message>
    <message>
        <source>Look at these images, or change how parts are located in the category&apos;s properties.</source>
        <translation>Sehen Sie diese Bilder an, oder ändern Sie die Lagefindung in den Eigenschaften der Kategorie.</translation>
    </message>
    <message>
        <source>Turn locating off in the category&apos;s properties, or add good images.</source>
        <translation>Schalten Sie die Lagefindung in den Eigenschaften der Kategorie aus, oder fügen Sie Gutbilder hinzu.</translation>
    </message>
    <message>
        <source>Turn tiles off, or turn locating off, in the category&apos;s properties.</source>
        <translation>Schalten Sie in den Eigenschaften der Kategorie die Kacheln oder die Lagefindung aus.</translation>
    </message>
    <message>
        <source>Turn tiles off, or choose a method with a map.</source>
        <translation>Schalten Sie die Kacheln aus, oder wählen Sie ein Verfahren mit Karte.</translation>
    </message>
    <message>
        <source>Make the region of interest larger, or ignore less.</source>
        <translation>Vergrößern Sie den Prüfbereich, oder ignorieren Sie weniger.</translation>
    </message>
    <message>
        <source>Add good images.</source>
        <translation>Fügen Sie Gutbilder hinzu.</translation>
    </message>
    <message>
        <source>Copy or record it again.</source>
        <translation>Kopieren Sie es erneut, oder nehmen Sie es neu auf.</translation>
    </message>
    <message>
        <source>Copy the folder again.</source>
        <translation>Kopieren Sie den Ordner erneut.</translation>
    </message>
    <message>
        <source>Check its name and folder.</source>
        <translation>Prüfen Sie Name und Ordner.</translation>
    </message>
    <message>
        <source>Put the frames there, or choose a video file.</source>
        <translation>Legen Sie die Einzelbilder dort ab, oder wählen Sie eine Videodatei.</translation>
    </message>
    <message>
        <source>Choose another frame.</source>
        <translation>Wählen Sie ein anderes Bild.</translation>
    </message>
    <message>
        <source>Export it as MP4 (H.264).</source>
        <translation>Exportieren Sie es als MP4 (H.264).</translation>
    </message>
    <message>
        <source>Copy, record or export it again.</source>
        <translation>Kopieren oder exportieren Sie es erneut, oder nehmen Sie es neu auf.</translation>
    </message>
    <message>
        <source>Inspect clips at the size at which the camera records them.</source>
        <translation>Prüfen Sie Videos in der Größe, in der die Kamera sie aufnimmt.</translation>
    </message>
    <message>
        <source>Export it at a smaller size.</source>
        <translation>Exportieren Sie es in einer kleineren Größe.</translation>
    </message>
    <message>
        <source>Choose an empty folder for the demonstration.</source>
        <translation>Wählen Sie einen leeren Ordner für die Demonstration.</translation>
    </message>
    <message>
        <source>Correct the bits per sample of the category, or choose a model that was trained at this depth.</source>
        <translation>Korrigieren Sie die Bittiefe der Kategorie, oder wählen Sie ein Modell, das mit dieser Bittiefe angelernt wurde.</translation>
    </message>
    <message>
        <source>Crop or shrink it, or save it uncompressed.</source>
        <translation>Beschneiden oder verkleinern Sie es, oder speichern Sie es unkomprimiert.</translation>
    </message>
    <message>
        <source>Copy or export it again.</source>
        <translation>Kopieren oder exportieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Save it as PNG or TIFF.</source>
        <translation>Speichern Sie es als PNG oder TIFF.</translation>
    </message>
    <message>
        <source>Crop or shrink it.</source>
        <translation>Beschneiden oder verkleinern Sie es.</translation>
    </message>
    <message>
        <source>Choose an image in it.</source>
        <translation>Wählen Sie ein Bild darin.</translation>
    </message>
    <message>
        <source>Save it without alpha.</source>
        <translation>Speichern Sie es ohne Alphakanal.</translation>
    </message>
    <message>
        <source>Export the mask at the resolution of the image.</source>
        <translation>Exportieren Sie die Maske in der Auflösung des Bildes.</translation>
    </message>
    <message>
        <source>Save the image to a file.</source>
        <translation>Speichern Sie das Bild in einer Datei.</translation>
    </message>
    <message>
        <source>Export it as RGB.</source>
        <translation>Exportieren Sie es als RGB.</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>Exportieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Look where the part lies; or state another region of interest and train again.</source>
        <translation>Sehen Sie nach, wo das Teil liegt; oder geben Sie einen anderen Prüfbereich an und lernen Sie neu an.</translation>
    </message>
    <message>
        <source>Check its name, its permissions, and the disk or network it is on.</source>
        <translation>Prüfen Sie den Namen, die Rechte und das Laufwerk oder Netzwerk.</translation>
    </message>
    <message>
        <source>Crop and scale it as the training images were, or train a model on images like it.</source>
        <translation>Beschneiden und skalieren Sie es wie die angelernten Bilder, oder lernen Sie ein Modell mit solchen Bildern an.</translation>
    </message>
    <message>
        <source>Scale them to that range, or save 8-bit or 16-bit integers.</source>
        <translation>Skalieren Sie die Werte auf diesen Bereich, oder speichern Sie Ganzzahlen mit 8 oder 16&#xa0;Bit.</translation>
    </message>
    <message>
        <source>Save each as a file of its own.</source>
        <translation>Speichern Sie jede Seite als eigene Datei.</translation>
    </message>
    <message>
        <source>Export it as the training images were, or train a model on images like it.</source>
        <translation>Exportieren Sie es wie die angelernten Bilder, oder lernen Sie ein Modell mit solchen Bildern an.</translation>
    </message>
    <message>
        <source>Save it uncompressed or as PNG.</source>
        <translation>Speichern Sie es unkomprimiert oder als PNG.</translation>
    </message>
    <message>
        <source>Export it as one of these.</source>
        <translation>Exportieren Sie es in einem dieser Formate.</translation>
    </message>
    <message>
        <source>Export it as 8-bit or 16-bit grey or RGB.</source>
        <translation>Exportieren Sie es als Graustufen oder RGB mit 8 oder 16&#xa0;Bit.</translation>
    </message>
    <message>
        <source>Simplify the pattern of the lots.</source>
        <translation>Vereinfachen Sie das Muster der Lose.</translation>
    </message>
    <message>
        <source>Correct the pattern of the lots.</source>
        <translation>Berichtigen Sie das Muster der Lose.</translation>
    </message>
    <message>
        <source>Write an expression such as &apos;(lot[0-9]+)_&apos;, whose group is the lot.</source>
        <translation>Geben Sie einen Ausdruck wie „(lot[0-9]+)_“ an, dessen Gruppe das Los ist.</translation>
    </message>
    <message>
        <source>Add good images, or choose another pattern for the lots.</source>
        <translation>Fügen Sie Gutbilder hinzu, oder wählen Sie ein anderes Muster für die Lose.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>Discard it and start again.</source>
        <translation>Verwerfen Sie es und beginnen Sie neu.</translation>
    </message>
    <message>
        <source>Resume with the same settings and images, or discard it and start again.</source>
        <translation>Setzen Sie es mit denselben Einstellungen und Bildern fort, oder verwerfen Sie es und beginnen Sie neu.</translation>
    </message>
    <message>
        <source>Copy it again, or choose another detector.</source>
        <translation>Kopieren Sie sie erneut, oder wählen Sie einen anderen Detektor.</translation>
    </message>
    <message>
        <source>Train on clips, or choose a trained detector.</source>
        <translation>Lernen Sie mit Videos an, oder wählen Sie einen vortrainierten Detektor.</translation>
    </message>
    <message>
        <source>Choose an ONNX detector, or the difference from the empty scene.</source>
        <translation>Wählen Sie einen ONNX-Detektor oder den Unterschied zur leeren Szene.</translation>
    </message>
    <message>
        <source>Export it with YOLOX&apos;s tools/export_onnx.py, without decoding the boxes.</source>
        <translation>Exportieren Sie ihn mit tools/export_onnx.py von YOLOX, ohne die Rahmen zu decodieren.</translation>
    </message>
    <message>
        <source>Choose the detector that it was made with, or train a model with this one.</source>
        <translation>Wählen Sie den Detektor, mit dem es entstand, oder lernen Sie ein Modell mit diesem an.</translation>
    </message>
    <message>
        <source>Check its name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>Use the difference from the empty scene instead.</source>
        <translation>Verwenden Sie stattdessen den Unterschied zur leeren Szene.</translation>
    </message>
    <message>
        <source>Choose the CPU, or let Inspector choose.</source>
        <translation>Wählen Sie die CPU, oder überlassen Sie Inspector die Wahl.</translation>
    </message>
    <message>
        <source>Export the model again.</source>
        <translation>Exportieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>Export the model with this program.</source>
        <translation>Exportieren Sie das Modell mit diesem Programm.</translation>
    </message>
    <message>
        <source>Update the program.</source>
        <translation>Aktualisieren Sie das Programm.</translation>
    </message>
    <message>
        <source>Train it with precision float32, or inspect with the model itself.</source>
        <translation>Lernen Sie es mit der Genauigkeit float32 an, oder prüfen Sie mit dem Modell selbst.</translation>
    </message>
    <message>
        <source>Export it in 32 bits.</source>
        <translation>Exportieren Sie es in 32&#xa0;Bit.</translation>
    </message>
    <message>
        <source>Inspect with the model itself.</source>
        <translation>Prüfen Sie mit dem Modell selbst.</translation>
    </message>
    <message>
        <source>Export into another folder, or remove that folder.</source>
        <translation>Exportieren Sie in einen anderen Ordner, oder entfernen Sie den vorhandenen.</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions.</source>
        <translation>Prüfen Sie die Rechte des Ordners.</translation>
    </message>
    <message>
        <source>Choose a smaller image size, or close other programs.</source>
        <translation>Wählen Sie eine kleinere Bildgröße, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Choose a smaller width, or less depth.</source>
        <translation>Wählen Sie eine kleinere Breite oder eine geringere Tiefe.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Copy the model again.</source>
        <translation>Kopieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>Choose the model that it was exported from.</source>
        <translation>Wählen Sie das Modell, aus dem sie exportiert wurde.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Copy records.sqlite again from where the model was copied from.</source>
        <translation>Kopieren Sie records.sqlite erneut von dort, woher das Modell kopiert wurde.</translation>
    </message>
    <message>
        <source>Copy it again, together with the model or runs that it belongs to.</source>
        <translation>Kopieren Sie die Datei erneut, zusammen mit dem Modell oder den Prüfläufen, zu denen sie gehört.</translation>
    </message>
    <message>
        <source>Try again in a moment. On a share without locks, delete records.sqlite.lock beside it once nobody else changes anything there.</source>
        <translation>Versuchen Sie es gleich noch einmal. Auf einer Freigabe ohne Sperren löschen Sie records.sqlite.lock daneben, sobald dort niemand sonst etwas ändert.</translation>
    </message>
    <message>
        <source>Rename or discard the other one first.</source>
        <translation>Benennen Sie zuerst um, was jetzt so heißt, oder verwerfen Sie es.</translation>
    </message>
    <message>
        <source>Put the files of that run back, or inspect these anew.</source>
        <translation>Legen Sie die Dateien des Prüflaufs zurück, oder prüfen Sie die jetzigen neu.</translation>
    </message>
    <message>
        <source>Wait until it is complete, or close the other window.</source>
        <translation>Warten Sie, bis das abgeschlossen ist, oder schließen Sie das andere Fenster.</translation>
    </message>
    <message>
        <source>Choose another name, or put the reviewed run back.</source>
        <translation>Wählen Sie einen anderen Namen, oder legen Sie den durchgesehenen Prüflauf zurück.</translation>
    </message>
    <message>
        <source>Choose a model that is signed.</source>
        <translation>Wählen Sie ein signiertes Modell.</translation>
    </message>
    <message>
        <source>Get it from whoever has the key.</source>
        <translation>Lassen Sie es sich von der Person geben, die den Schlüssel hat.</translation>
    </message>
    <message>
        <source>After a change of the thresholds, it has to be signed again.</source>
        <translation>Nach einer Änderung der Schwellen muss es neu signiert werden.</translation>
    </message>
    <message>
        <source>Check the path in INSPECTOR_PUBLIC_KEY.</source>
        <translation>Prüfen Sie den Pfad in INSPECTOR_PUBLIC_KEY.</translation>
    </message>
    <message>
        <source>Install it: pip install &quot;inspector[sign]&quot;.</source>
        <translation>Installieren Sie es: pip install &quot;inspector[sign]&quot;.</translation>
    </message>
    <message>
        <source>Ask whoever administers this computer to remove the entry operator/pin there and to restart the program. Then set a new PIN.</source>
        <translation>Bitten Sie die Person, die diesen Rechner verwaltet, dort den Eintrag operator/pin zu entfernen und das Programm neu zu starten. Legen Sie dann eine neue PIN fest.</translation>
    </message>
    <message>
        <source>Choose the weights file.</source>
        <translation>Wählen Sie die Datei mit den Gewichten.</translation>
    </message>
    <message>
        <source>Nothing has been learned yet. Look at the confirmed parts that resemble them. If one is not good, mark it as unsure or defective and learn again.</source>
        <translation>Noch ist nichts gelernt. Sehen Sie sich die bestätigten Teile an, die ihnen ähneln. Ist eines nicht gut, stufen Sie es als unklar oder fehlerhaft ein und lernen Sie erneut.</translation>
    </message>
    <message>
        <source>Nothing has been learned yet. Look at these parts. If one is not good, mark it as unsure or defective and learn again; if all are good, such as the first parts of a new day, learn all.</source>
        <translation>Noch ist nichts gelernt. Sehen Sie sich diese Teile an. Ist eines nicht gut, stufen Sie es als unklar oder fehlerhaft ein und lernen Sie erneut; sind alle gut, etwa als erste Teile eines neuen Tages, lernen Sie alle.</translation>
    </message>
    <message>
        <source>Install it: pip install {package}</source>
        <translation>Installieren Sie es: pip install {package}</translation>
    </message>
    <message>
        <source>Install it again: pip install --force-reinstall {package}</source>
        <translation>Installieren Sie es erneut: pip install --force-reinstall {package}</translation>
    </message>
    <message>
        <source>Choose the weights of the network with that name.</source>
        <translation>Wählen Sie die Gewichte des Netzes mit diesem Namen.</translation>
    </message>
    <message>
        <source>Move its folder away; Inspector then creates a new workspace.</source>
        <translation>Verschieben Sie den Ordner; Inspector legt dann einen neuen Arbeitsbereich an.</translation>
    </message>
    <message>
        <source>To find them, move the folder back where it was and open it there; after that it may be moved. If it had none, delete the file.</source>
        <translation>Um sie zu finden, verschieben Sie den Ordner dorthin zurück, wo er war, und öffnen Sie ihn dort; danach darf er verschoben werden. Wenn es keine gab, löschen Sie die Datei.</translation>
    </message>
    <message>
        <source>The bundled program takes no packages; the one installed by pip does.</source>
        <translation>Das gebündelte Programm nimmt keine Pakete auf, das mit pip installierte schon.</translation>
    </message>
    <message>
        <source>Use clips that are folders of numbered images.</source>
        <translation>Verwenden Sie Videos, die Ordner nummerierter Bilder sind.</translation>
    </message>
    <message>
        <source>Choose efficientnet_lite0, which the bundled program holds, or a file of these weights.</source>
        <translation>Wählen Sie efficientnet_lite0, das im gebündelten Programm enthalten ist, oder eine Datei mit diesen Gewichten.</translation>
    </message>
    <message>
        <source>Unpack the bundled program again.</source>
        <translation>Entpacken Sie das gebündelte Programm neu.</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions and the free disk space.</source>
        <translation>Prüfen Sie die Rechte des Ordners und den freien Speicherplatz.</translation>
    </message>
    <message>
        <source>Another camera needs a model of its own.</source>
        <translation>Eine andere Kamera braucht ein eigenes Modell.</translation>
    </message>
    <message>
        <source>Add good clips.</source>
        <translation>Fügen Sie gute Videos hinzu.</translation>
    </message>
    <message>
        <source>Add longer good clips.</source>
        <translation>Fügen Sie längere gute Videos hinzu.</translation>
    </message>
    <message>
        <source>Use the detector from the training.</source>
        <translation>Verwenden Sie den Detektor, mit dem das Modell angelernt wurde.</translation>
    </message>
    <message>
        <source>Lower the detector&apos;s confidence, choose another detector, or judge whole frames.</source>
        <translation>Senken Sie die Mindestsicherheit des Detektors, wählen Sie einen anderen oder beurteilen Sie ganze Bilder.</translation>
    </message>
    <message>
        <source>Put it back, or cancel the training.</source>
        <translation>Stellen Sie ihn wieder her, oder brechen Sie das Anlernen ab.</translation>
    </message>
    <message>
        <source>Free some space, or cancel the training.</source>
        <translation>Schaffen Sie Platz, oder brechen Sie das Anlernen ab.</translation>
    </message>
    <message>
        <source>Lower the learning rate.</source>
        <translation>Senken Sie die Lernrate.</translation>
    </message>
    <message>
        <source>Export the mask again, or remove image and mask.</source>
        <translation>Exportieren Sie die Maske erneut, oder entfernen Sie Bild und Maske.</translation>
    </message>
    <message>
        <source>Merge them into one, and delete the other.</source>
        <translation>Führen Sie beide in einer zusammen, und löschen Sie die andere.</translation>
    </message>
    <message>
        <source>Correct learn_from in category.json.</source>
        <translation>Berichtigen Sie learn_from in category.json.</translation>
    </message>
    <message>
        <source>Rename the folder of good parts to good.</source>
        <translation>Benennen Sie den Ordner der Gutteile in good um.</translation>
    </message>
    <message>
        <source>Open the category&apos;s own folder, or move these files out of it; or learn from them all the same.</source>
        <translation>Öffnen Sie den Ordner der Kategorie selbst, oder verschieben Sie diese Dateien; oder lernen Sie trotzdem daraus.</translation>
    </message>
    <message>
        <source>Use clips that are folders of numbered images, or install the program with its extra for video.</source>
        <translation>Verwenden Sie Videos, die Ordner nummerierter Bilder sind, oder installieren Sie das Programm mit dem Zusatz für Video.</translation>
    </message>
    <message>
        <source>Choose another model, or put this one back.</source>
        <translation>Wählen Sie ein anderes Modell, oder legen Sie dieses zurück.</translation>
    </message>
    <message>
        <source>Resume it, or discard it first.</source>
        <translation>Setzen Sie ihn fort, oder verwerfen Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>It may have been moved or discarded.</source>
        <translation>Vielleicht wurde die Datei verschoben oder verworfen.</translation>
    </message>
    <message>
        <source>Copy the file to such a folder.</source>
        <translation>Kopieren Sie die Datei in einen solchen Ordner.</translation>
    </message>
    <message>
        <source>Inspect the same files, or choose another name.</source>
        <translation>Prüfen Sie dieselben Dateien, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose the same frame rate, or discard the run.</source>
        <translation>Wählen Sie dieselbe Bildrate, oder verwerfen Sie den Prüflauf.</translation>
    </message>
    <message>
        <source>Inspect with the model that it was made with, or discard the run.</source>
        <translation>Prüfen Sie mit dem Modell, mit dem der Prüflauf entstand, oder verwerfen Sie ihn.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Choose another place, or change the folder&apos;s permissions.</source>
        <translation>Wählen Sie einen anderen Ort, oder ändern Sie die Rechte des Ordners.</translation>
    </message>
    <message>
        <source>Remove it from the good clips, or skip it.</source>
        <translation>Nehmen Sie es aus den guten Videos, oder lassen Sie es aus.</translation>
    </message>
    <message>
        <source>Remove it from the good images, or skip it.</source>
        <translation>Nehmen Sie es aus den Gutbildern, oder lassen Sie es aus.</translation>
    </message>
    <message>
        <source>Delete the file.</source>
        <translation>Löschen Sie die Datei.</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>Kopieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>Choose the weights file, or allow Inspector to download it.</source>
        <translation>Wählen Sie die Gewichtsdatei, oder erlauben Sie Inspector, sie herunterzuladen.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; with these settings would have {found} million weights, and at most {limit} million are possible.</source>
        <translation>Das Verfahren „{method}“ hätte mit diesen Einstellungen {found} Millionen Gewichte; höchstens {limit} Millionen sind möglich.</translation>
    </message>
    <message>
        <source>The training loss is not a finite number at step {step} ({terms}); the learning rate is {rate:.2g}.</source>
        <translation>Der Verlust beim Anlernen ist in Schritt {step} keine endliche Zahl ({terms}); die Lernrate ist {rate:.2g}.</translation>
    </message>
    <message>
        <source>Parts may be flipped none, horizontal, vertical or both, not &apos;{found}&apos;.</source>
        <translation>Erlaubte Spiegelungen der Teile sind none (keine), horizontal (waagerecht), vertical (senkrecht) und both (beide), nicht „{found}“.</translation>
    </message>
    <message>
        <source>There is no method &apos;{name}&apos;; the methods are: {known}.</source>
        <translation>Es gibt kein Verfahren „{name}“; die Verfahren sind: {known}.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; learns from clips; choose a method for images.</source>
        <translation>Das Verfahren „{method}“ lernt aus Videos; wählen Sie ein Verfahren für Bilder.</translation>
    </message>
    <message>
        <source>Method &apos;{name}&apos; has no preset &apos;{preset}&apos;; its presets are: {known}.</source>
        <translation>Das Verfahren „{name}“ hat kein Profil „{preset}“; seine Profile sind: {known}.</translation>
    </message>
    <message>
        <source>The setting training of method &apos;{name}&apos; cannot be used: expected settings of its own, such as training.steps=300, found {found}.</source>
        <translation>Die Einstellung training des Verfahrens „{name}“ ist nicht verwendbar: Erwartet sind eigene Einstellungen wie training.steps=300, gefunden wurde {found}.</translation>
    </message>
    <message>
        <source>The setting {setting} of method &apos;{name}&apos; cannot be used: {reason}.</source>
        <translation>Die Einstellung {setting} des Verfahrens „{name}“ ist nicht verwendbar: {reason}.</translation>
    </message>
    <message>
        <source>The settings of method &apos;{name}&apos; cannot be used: {reason}.</source>
        <translation>Die Einstellungen des Verfahrens „{name}“ sind nicht verwendbar: {reason}.</translation>
    </message>
    <message>
        <source>Method &apos;{name}&apos; has no setting {setting}; its settings are: {known}.</source>
        <translation>Das Verfahren „{name}“ hat keine Einstellung {setting}; seine Einstellungen sind: {known}.</translation>
    </message>
    <message>
        <source>The model learned to predict a detector&apos;s classes of each object, and the objects come without classes.</source>
        <translation>Das Modell hat gelernt, die Klassen eines Detektors für jedes Objekt vorherzusagen, aber die Objekte kommen ohne Klassen.</translation>
    </message>
    <message>
        <source>The {name} must be above 0 and at most 1, not {value}.</source>
        <translation>{name} muss über 0 und höchstens 1 sein, nicht {value}.</translation>
    </message>
    <message>
        <source>there is no backbone &apos;{name}&apos;; the backbones are: {known}</source>
        <translation>es gibt kein Grundnetz „{name}“; die Grundnetze sind: {known}</translation>
    </message>
    <message>
        <source>backbone &apos;{name}&apos; has no layer &apos;{layer}&apos;; its layers are: {known}</source>
        <translation>das Grundnetz „{name}“ hat keine Schicht „{layer}“; seine Schichten sind: {known}</translation>
    </message>
    <message>
        <source>There is no image to learn from.</source>
        <translation>Es gibt kein Bild, von dem gelernt werden könnte.</translation>
    </message>
    <message>
        <source>Images to learn from must be float32 in [0, 1], not {kind} from {lowest} to {highest}.</source>
        <translation>Bilder zum Lernen müssen float32 in [0, 1] sein, nicht {kind} von {lowest} bis {highest}.</translation>
    </message>
    <message>
        <source>Images to judge must be a tensor of float32 in [0, 1] and shape (number, {channels}, {height}, {width}){more}, not {found}.</source>
        <translation>Zu beurteilende Bilder müssen ein Tensor von float32 in [0, 1] mit der Form (Anzahl, {channels}, {height}, {width}){more} sein, nicht {found}.</translation>
    </message>
    <message>
        <source>layers needs at least one; the layers of &apos;{name}&apos; are: {known}</source>
        <translation>layers braucht mindestens eine; die Schichten von „{name}“ sind: {known}</translation>
    </message>
    <message>
        <source>backbone &apos;{name}&apos; has no feature maps at an eighth and a sixteenth of the image&apos;s side</source>
        <translation>das Grundnetz „{name}“ hat keine Merkmalskarten mit einem Achtel und einem Sechzehntel der Bildseite</translation>
    </message>
    <message>
        <source>there is no backbone &apos;{name}&apos;; the backbones with the most similar names are: {known}</source>
        <translation>es gibt kein Grundnetz „{name}“; die Grundnetze mit den ähnlichsten Namen sind: {known}</translation>
    </message>
    <message>
        <source>backbone &apos;{name}&apos; needs the Python package {package}, which is not installed</source>
        <translation>das Grundnetz „{name}“ braucht das Python-Paket {package}, das nicht installiert ist</translation>
    </message>
    <message>
        <source>Thresholds must be finite numbers, not {review} and {reject}.</source>
        <translation>Schwellen müssen endliche Zahlen sein, nicht {review} und {reject}.</translation>
    </message>
    <message>
        <source>The review threshold {review:.6g} is above the reject threshold {reject:.6g}.</source>
        <translation>Die REVIEW-Schwelle {review:.6g} liegt über der NG-Schwelle {reject:.6g}.</translation>
    </message>
    <message>
        <source>Region size {k} does not divide the network&apos;s image size {height}×{width}.</source>
        <translation>Die Quadratseite {k} teilt die Bildgröße des Netzes, {height}×{width}, nicht ohne Rest.</translation>
    </message>
    <message>
        <source>{squares} squares of {k} px cannot form {n} disjoint sets.</source>
        <translation>{squares} Quadrate von {k}&#xa0;px lassen sich nicht in {n} getrennte Mengen aufteilen.</translation>
    </message>
    <message>
        <source>A share of good parts to reject or review must lie between 0 and 1, not {share:g}.</source>
        <translation>Ein Anteil der Gutteile, die zurückgewiesen werden oder zur Durchsicht gehen, muss zwischen 0 und 1 liegen, nicht bei {share:g}.</translation>
    </message>
    <message>
        <source>A threshold needs the score of at least one good image held out from training.</source>
        <translation>Eine Schwelle braucht den Wert mindestens eines Gutbilds, das beim Anlernen zurückgehalten wurde.</translation>
    </message>
    <message>
        <source>A threshold needs scores that are finite numbers, one for each good image.</source>
        <translation>Eine Schwelle braucht Werte, die endliche Zahlen sind, einen für jedes Gutbild.</translation>
    </message>
    <message>
        <source>The background is learned from good clips, and there is none.</source>
        <translation>Der Hintergrund wird aus guten Videos gelernt, und es gibt keines.</translation>
    </message>
    <message>
        <source>Frames of {width}×{height} px have other proportions than those the model learned, {expected_width}×{expected_height} px.</source>
        <translation>Bilder von {width}×{height}&#xa0;px haben ein anderes Seitenverhältnis als die angelernten, {expected_width}×{expected_height}&#xa0;px.</translation>
    </message>
    <message>
        <source>The held-out good clips are shorter than the method&apos;s windows.</source>
        <translation>Die zurückgehaltenen guten Videos sind kürzer als die Fenster des Verfahrens.</translation>
    </message>
    <message>
        <source>The detector found no object in the held-out good clips, so there is nothing to compare with.</source>
        <translation>Der Detektor hat in den zurückgehaltenen guten Videos kein Objekt gefunden; es gibt nichts zum Vergleichen.</translation>
    </message>
    <message>
        <source>A window of {length} frames cannot have {latency} of them after its own frame.</source>
        <translation>Ein Fenster von {length} Bildern kann nicht {latency} davon nach seinem eigenen Bild haben.</translation>
    </message>
    <message>
        <source>The gap between two events must be at least 1 frame, not {frames}.</source>
        <translation>Zwischen zwei Ereignissen muss mindestens 1 Bild liegen, nicht {frames}.</translation>
    </message>
    <message>
        <source>{file}: the run was interrupted before image {image}.</source>
        <translation>{file}: Der Prüflauf wurde vor Bild {image} unterbrochen.</translation>
    </message>
    <message>
        <source>{file} is in use by another process or window.</source>
        <translation>{file} wird von einem anderen Prozess oder Fenster benutzt.</translation>
    </message>
    <message>
        <source>{file} is not a run, or it is damaged ({reason}).</source>
        <translation>{file} ist kein Prüflauf oder ist beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>{file} has run format {found}, and this program reads formats up to {supported}.</source>
        <translation>{file} hat das Prüflaufformat {found}; dieses Programm liest Formate bis {supported}.</translation>
    </message>
    <message>
        <source>{file} already exists.</source>
        <translation>{file} gibt es schon.</translation>
    </message>
    <message>
        <source>{file} does not exist.</source>
        <translation>{file} gibt es nicht.</translation>
    </message>
    <message>
        <source>{file} holds no results of a benchmark of this version.</source>
        <translation>{file} enthält keine Ergebnisse eines Benchmarks dieser Version.</translation>
    </message>
    <message>
        <source>{file}: the results cannot be read ({reason}).</source>
        <translation>{file}: Die Ergebnisse sind nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>{file} cannot be written: the disk is full.</source>
        <translation>{file} kann nicht geschrieben werden: Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>{file} cannot be written: the disk quota is used up.</source>
        <translation>{file} kann nicht geschrieben werden: Das Speicherkontingent ist aufgebraucht.</translation>
    </message>
    <message>
        <source>{file} cannot be written: it would be larger than is allowed there.</source>
        <translation>{file} kann nicht geschrieben werden: Die Datei würde größer, als dort erlaubt ist.</translation>
    </message>
    <message>
        <source>{file} cannot be written: there is no permission to write there.</source>
        <translation>{file} kann nicht geschrieben werden: Dort fehlt das Schreibrecht.</translation>
    </message>
    <message>
        <source>{file} cannot be written: that place is read-only.</source>
        <translation>{file} kann nicht geschrieben werden: Dieser Ort ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>{file} cannot be written: a part of that path is a file, not a folder.</source>
        <translation>{file} kann nicht geschrieben werden: Ein Teil des Pfades ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>{file} cannot be written: that folder does not exist.</source>
        <translation>{file} kann nicht geschrieben werden: Den Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation>{file} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{file}: entry {number} of the records does not follow from those before it. They were changed by another program, or are damaged.</source>
        <translation>{file}: Eintrag {number} der Aufzeichnungen passt nicht zu den vorhergehenden. Ein anderes Programm hat sie geändert, oder sie sind beschädigt.</translation>
    </message>
    <message>
        <source>{file} is locked: another process is writing it, or was stopped while it did.</source>
        <translation>{file} ist gesperrt: Ein anderer Prozess schreibt die Datei oder wurde dabei abgebrochen.</translation>
    </message>
    <message>
        <source>{file} is not a model: expected the folder of one, found a file.</source>
        <translation>{file} ist kein Modell: erwartet wird dessen Ordner, gefunden wurde eine Datei.</translation>
    </message>
    <message>
        <source>{file} is not a model: expected the folder of one, found nothing.</source>
        <translation>{file} ist kein Modell: erwartet wird dessen Ordner, gefunden wurde nichts.</translation>
    </message>
    <message>
        <source>{file}: {expected} recorded changes of the thresholds are expected and {found} found, so that the thresholds in force are not known.</source>
        <translation>{file}: {expected} aufgezeichnete Änderungen der Schwellen werden erwartet, {found} sind vorhanden. Welche Schwellen gelten, ist daher nicht bekannt.</translation>
    </message>
    <message>
        <source>{file}: the recorded changes of the thresholds are not this model&apos;s, so that the thresholds in force are not known.</source>
        <translation>{file}: Die aufgezeichneten Änderungen der Schwellen gehören nicht zu diesem Modell. Welche Schwellen gelten, ist daher nicht bekannt.</translation>
    </message>
    <message>
        <source>{file}: the detector cannot be read ({reason}).</source>
        <translation>{file}: Der Detektor ist nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>The model was made with the detector {expected}, and this is {found}: the scores would mean something else.</source>
        <translation>Das Modell entstand mit dem Detektor {expected}, dies ist {found}: Die Werte hätten eine andere Bedeutung.</translation>
    </message>
    <message>
        <source>{file}: expected a YOLOX detector (one input 1×3×height×width, one output 1×places×(5 + classes), of fixed sizes), found inputs {inputs} and outputs {outputs}.</source>
        <translation>{file}: Erwartet wird ein YOLOX-Detektor (ein Eingang 1×3×Höhe×Breite, ein Ausgang 1×Stellen×(5 + Klassen), feste Größen), gefunden wurden die Eingänge {inputs} und die Ausgänge {outputs}.</translation>
    </message>
    <message>
        <source>Detector &apos;{name}&apos; does not work in this installation, which lacks torchvision&apos;s operators.</source>
        <translation>Der Detektor „{name}“ funktioniert in dieser Installation nicht, weil ihr die Operatoren von torchvision fehlen.</translation>
    </message>
    <message>
        <source>torchvision has no detector named &apos;{name}&apos;; it has {known}.</source>
        <translation>torchvision hat keinen Detektor „{name}“; es hat {known}.</translation>
    </message>
    <message>
        <source>Finding objects by background difference needs a background learned from good clips; there is none.</source>
        <translation>Um Objekte am Unterschied zum Hintergrund zu finden, muss ein Hintergrund aus guten Videos gelernt sein; es gibt keinen.</translation>
    </message>
    <message>
        <source>{file}: the weights in torch&apos;s cache are not those of {name}.</source>
        <translation>{file}: Die Gewichte im Zwischenspeicher von torch sind nicht die von {name}.</translation>
    </message>
    <message>
        <source>Detector &apos;{name}&apos; needs weights that were trained on COCO, and they are not on this computer ({size}, from {host}).</source>
        <translation>Der Detektor „{name}“ braucht mit COCO vortrainierte Gewichte, und sie sind nicht auf diesem Rechner ({size}, von {host}).</translation>
    </message>
    <message>
        <source>{file} was changed after the model was written, so its verdicts cannot be trusted.</source>
        <translation>{file} wurde verändert, nachdem das Modell geschrieben war; seinen Urteilen ist nicht zu trauen.</translation>
    </message>
    <message>
        <source>{file}: the model cannot be read ({reason}).</source>
        <translation>{file}: Das Modell ist nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>{file}: the model does not fit this version of the program ({reason}).</source>
        <translation>{file}: Das Modell passt nicht zu dieser Version des Programms ({reason}).</translation>
    </message>
    <message>
        <source>{file} is an exported file, not a model folder.</source>
        <translation>{file} ist eine exportierte Datei, kein Modellordner.</translation>
    </message>
    <message>
        <source>{file} is not the card of a model.</source>
        <translation>{file} ist keine Modellkarte.</translation>
    </message>
    <message>
        <source>{file} has model format {found}, and this program reads formats up to {supported}.</source>
        <translation>{file} hat das Modellformat {found}; dieses Programm liest Formate bis {supported}.</translation>
    </message>
    <message>
        <source>{file}: the interrupted training was started with another {differing}.</source>
        <translation>{file}: Das unterbrochene Anlernen wurde mit anderen Werten begonnen: {differing}.</translation>
    </message>
    <message>
        <source>{file} is not a model folder: it has no {card}.</source>
        <translation>{file} ist kein Modellordner: {card} fehlt.</translation>
    </message>
    <message>
        <source>{file} is not a complete ONNX file, or not a safe one: {reason}.</source>
        <translation>{file} ist keine vollständige oder keine sichere ONNX-Datei: {reason}.</translation>
    </message>
    <message>
        <source>{file} already exists, and models are never overwritten.</source>
        <translation>{file} gibt es schon, und Modelle werden nie überschrieben.</translation>
    </message>
    <message>
        <source>{file}: the interrupted training cannot be read ({reason}).</source>
        <translation>{file}: Das unterbrochene Anlernen ist nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>{file} cannot be read: expected weights in a safetensors file, found a truncated or a different file.</source>
        <translation>{file} ist nicht lesbar: Erwartet werden Gewichte in einer safetensors-Datei, gefunden wurde eine abgeschnittene oder eine andere Datei.</translation>
    </message>
    <message>
        <source>The weights ({size}) could not be downloaded from {url} ({reason}). If you download them on another computer, put them at {file}.</source>
        <translation>Die Gewichte ({size}) konnten nicht von {url} geladen werden ({reason}). Wenn Sie sie auf einem anderen Rechner laden, legen Sie sie unter {file} ab.</translation>
    </message>
    <message>
        <source>{file}: the weights in torch&apos;s cache are damaged ({reason}).</source>
        <translation>{file}: Die Gewichte im Zwischenspeicher von torch sind beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>{file} has no tensor &apos;{tensor}&apos;, which backbone &apos;{backbone}&apos; needs.</source>
        <translation>{file} hat keinen Tensor „{tensor}“, den das Grundnetz „{backbone}“ braucht.</translation>
    </message>
    <message>
        <source>{file}: tensor &apos;{tensor}&apos; has shape {found} where backbone &apos;{backbone}&apos; needs {expected}.</source>
        <translation>{file}: Der Tensor „{tensor}“ hat die Form {found}, das Grundnetz „{backbone}“ braucht {expected}.</translation>
    </message>
    <message>
        <source>{file}: tensor &apos;{tensor}&apos; holds values that are not numbers.</source>
        <translation>{file}: Der Tensor „{tensor}“ enthält Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>Backbone &apos;{name}&apos; needs weights that were trained on ImageNet, and they are not on this computer ({size}, from {host}).</source>
        <translation>Das Grundnetz „{name}“ braucht mit ImageNet vortrainierte Gewichte, und sie sind nicht auf diesem Rechner ({size}, von {host}).</translation>
    </message>
    <message>
        <source>{file} was not exported by this program, so its outputs are unknown.</source>
        <translation>{file} wurde nicht von diesem Programm exportiert, sodass die Bedeutung der Ausgänge unbekannt ist.</translation>
    </message>
    <message>
        <source>{file}: the exported model cannot be read ({reason}).</source>
        <translation>{file}: Das exportierte Modell ist nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>{file} has export format {found}, and this program reads formats up to {supported}.</source>
        <translation>{file} hat das Exportformat {found}; dieses Programm liest Formate bis {supported}.</translation>
    </message>
    <message>
        <source>{file} was changed after it was exported, so its verdicts cannot be trusted.</source>
        <translation>{file} wurde nach dem Export verändert; den Urteilen ist nicht zu trauen.</translation>
    </message>
    <message>
        <source>{file}: the exported model does not fit this version of the program ({reason}).</source>
        <translation>{file}: Das exportierte Modell passt nicht zu dieser Version des Programms ({reason}).</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; with these settings cannot be written as ONNX ({reason}).</source>
        <translation>Das Verfahren „{method}“ kann mit diesen Einstellungen nicht als ONNX geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot compute this model on a CPU ({reason}).</source>
        <translation>ONNX Runtime kann dieses Modell nicht auf einer CPU rechnen ({reason}).</translation>
    </message>
    <message>
        <source>{file} is in use: {user} has been working on it on {host} since {since} (process {process}).</source>
        <translation>{file} wird gerade benutzt: {user} arbeitet seit {since} auf {host} daran (Prozess {process}).</translation>
    </message>
    <message>
        <source>{file} has record format {found}, and this program reads formats up to {supported}.</source>
        <translation>{file} hat das Aufzeichnungsformat {found}; dieses Programm liest Formate bis {supported}.</translation>
    </message>
    <message>
        <source>{file}: the records cannot be read or written ({reason}).</source>
        <translation>{file}: Die Aufzeichnungen können nicht gelesen oder geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>Backbone &apos;{name}&apos; needs the Python package {package}, which is not installed.</source>
        <translation>Das Grundnetz „{name}“ braucht das Python-Paket {package}, das nicht installiert ist.</translation>
    </message>
    <message>
        <source>{file} is not the file that {package} 0.1.0 holds: its SHA-256 differs.</source>
        <translation>{file} ist nicht die Datei aus {package} 0.1.0: Ihr SHA-256 ist ein anderer.</translation>
    </message>
    <message>
        <source>{file} is damaged, or is not the file that was published: its SHA-256 begins with {found} in place of {expected}.</source>
        <translation>{file} ist beschädigt oder nicht die veröffentlichte Datei: Ihr SHA-256 beginnt mit {found} statt {expected}.</translation>
    </message>
    <message>
        <source>Backbone &apos;{name}&apos; needs a safetensors file of weights that were trained on ImageNet.</source>
        <translation>Das Grundnetz „{name}“ braucht eine safetensors-Datei mit Gewichten, die mit ImageNet vortrainiert sind.</translation>
    </message>
    <message>
        <source>{file} is not what this version would write there, and is not overwritten.</source>
        <translation>{file} enthält etwas anderes, als diese Version dorthin schreiben würde, und wird nicht überschrieben.</translation>
    </message>
    <message>
        <source>This model has no network to compute in 8 bits: what it does is filtering and comparison, which stay in 32 bits.</source>
        <translation>Dieses Modell hat kein Netz, das in 8&#xa0;Bit gerechnet werden könnte: Es filtert und vergleicht, und das bleibt in 32&#xa0;Bit.</translation>
    </message>
    <message>
        <source>The PIN stored in {file} is damaged, so that no PIN fits.</source>
        <translation>Die in {file} gespeicherte PIN ist beschädigt, sodass keine PIN passt.</translation>
    </message>
    <message>
        <source>{file}: the records hold something else than records ({reason}).</source>
        <translation>{file}: Die Datei enthält etwas anderes als Aufzeichnungen ({reason}).</translation>
    </message>
    <message>
        <source>{file} is not a file.</source>
        <translation>{file} ist keine Datei.</translation>
    </message>
    <message>
        <source>{file} was made with another model.</source>
        <translation>{file} entstand mit einem anderen Modell.</translation>
    </message>
    <message>
        <source>{file} was made with {found}, not with {expected}.</source>
        <translation>{file} entstand mit {found}, nicht mit {expected}.</translation>
    </message>
    <message>
        <source>{file} was made with another operating point.</source>
        <translation>{file} entstand mit einem anderen Arbeitspunkt.</translation>
    </message>
    <message>
        <source>{file} was made with another frame rate of image sequences.</source>
        <translation>{file} entstand mit einer anderen Bildrate von Bildfolgen.</translation>
    </message>
    <message>
        <source>{file} holds an interrupted run.</source>
        <translation>{file} enthält einen unterbrochenen Prüflauf.</translation>
    </message>
    <message>
        <source>{file} is a run of other files.</source>
        <translation>{file} ist ein Prüflauf anderer Dateien.</translation>
    </message>
    <message>
        <source>{file}: people reviewed a run of this name that is gone, and what they decided would be taken for decisions on the new one.</source>
        <translation>{file}: Einen Prüflauf dieses Namens, den es nicht mehr gibt, haben Personen durchgesehen; ihre Entscheidungen würden für solche über den neuen gehalten.</translation>
    </message>
    <message>
        <source>{file} cannot be opened: an interrupted run must be in a folder that can be written ({reason}).</source>
        <translation>{file} lässt sich nicht öffnen: Ein unterbrochener Prüflauf muss in einem beschreibbaren Ordner liegen ({reason}).</translation>
    </message>
    <message>
        <source>{file} is a run of other files of these names: {name} has another size or time of change than when the run was begun ({count} of {total} differ).</source>
        <translation>{file} ist ein Prüflauf über andere Dateien dieser Namen: {name} hat eine andere Größe oder Änderungszeit als beim Beginn des Prüflaufs ({count} von {total} weichen ab).</translation>
    </message>
    <message>
        <source>{file} was begun with {expected}, not with {found}.</source>
        <translation>{file} wurde mit {expected} begonnen, nicht mit {found}.</translation>
    </message>
    <message>
        <source>{file} is not the file of an Ed25519 key ({reason}).</source>
        <translation>{file} ist keine Datei eines Ed25519-Schlüssels ({reason}).</translation>
    </message>
    <message>
        <source>{file} was changed after it was signed.</source>
        <translation>{file} wurde nach dem Signieren geändert.</translation>
    </message>
    <message>
        <source>{path} already exists, and keys are never overwritten.</source>
        <translation>{path} gibt es schon, und Schlüssel werden nie überschrieben.</translation>
    </message>
    <message>
        <source>{file} is not signed, and only signed models may be used here.</source>
        <translation>{file} ist nicht signiert, und hier dürfen nur signierte Modelle verwendet werden.</translation>
    </message>
    <message>
        <source>{file} was not signed with the key that is trusted here.</source>
        <translation>{file} wurde nicht mit dem Schlüssel signiert, dem hier vertraut wird.</translation>
    </message>
    <message>
        <source>This installation cannot check signatures, as it lacks the package cryptography.</source>
        <translation>Diese Installation kann Signaturen nicht prüfen, da ihr das Paket cryptography fehlt.</translation>
    </message>
    <message>
        <source>{path} already exists, and results are never overwritten.</source>
        <translation>{path} gibt es bereits, und Ergebnisse werden nie überschrieben.</translation>
    </message>
    <message>
        <source>{path} is named for two results.</source>
        <translation>{path} ist für zwei Ergebnisse angegeben.</translation>
    </message>
    <message>
        <source>{file} is damaged. If the folder was moved or renamed, the models and reviews that it had are not found; {workspace} is used.</source>
        <translation>{file} ist beschädigt. Wenn der Ordner verschoben oder umbenannt wurde, werden die Modelle und Entscheidungen, die er hatte, nicht gefunden; {workspace} wird verwendet.</translation>
    </message>
    <message>
        <source>{path} is a file that is to be read, and results never replace one.</source>
        <translation>{path} ist eine Datei, die gelesen werden soll, und Ergebnisse ersetzen nie eine solche.</translation>
    </message>
    <message>
        <source>A model&apos;s name cannot be empty, and cannot begin or end with a space.</source>
        <translation>Der Name eines Modells darf nicht leer sein und nicht mit einem Leerzeichen beginnen oder enden.</translation>
    </message>
    <message>
        <source>A model cannot be named {name}: a name contains none of {forbidden}, neither begins nor ends with a dot, and does not end in {suffixes}.</source>
        <translation>Ein Modell kann nicht {name} heißen: Ein Name enthält keines der Zeichen {forbidden}, beginnt und endet nicht mit einem Punkt und endet nicht auf {suffixes}.</translation>
    </message>
    <message>
        <source>{file} has workspace format {found}, and this program reads formats up to {supported}.</source>
        <translation>{file} hat das Arbeitsbereichsformat {found}; dieses Programm liest Formate bis {supported}.</translation>
    </message>
    <message>
        <source>{file} does not say which category the workspace belongs to ({reason}).</source>
        <translation>{file} nennt nicht die Kategorie, zu der der Arbeitsbereich gehört ({reason}).</translation>
    </message>
    <message>
        <source>{file}: expected a folder of images, found a file.</source>
        <translation>{file}: Erwartet wird ein Ordner mit Bildern, gefunden wurde eine Datei.</translation>
    </message>
    <message>
        <source>{file}: expected a folder of images, found nothing.</source>
        <translation>{file}: Erwartet wird ein Ordner mit Bildern, gefunden wurde nichts.</translation>
    </message>
    <message>
        <source>{file}: every good image is marked defective or ignored; at least one is needed to learn from.</source>
        <translation>{file}: Alle Gutbilder sind als fehlerhaft oder ignoriert markiert; zum Anlernen wird mindestens eines gebraucht.</translation>
    </message>
    <message>
        <source>{file}: there is no such file or folder.</source>
        <translation>{file}: Diese Datei oder diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>{name} has no class &apos;{wanted}&apos;; its {count} classes are {classes}.</source>
        <translation>{name}: Die Klasse „{wanted}“ gibt es nicht; die {count} Klassen sind {classes}.</translation>
    </message>
    <message>
        <source>{file}: training and test images differ in size ({train} and {test}).</source>
        <translation>{file}: Anlern- und Testbilder sind verschieden groß ({train} und {test}).</translation>
    </message>
    <message>
        <source>{file}: class_names has {count} names for labels up to {label}.</source>
        <translation>{file}: class_names hat {count} Namen für Klassennummern bis {label}.</translation>
    </message>
    <message>
        <source>{file}: {array} must be uint8 of N×H×W or N×H×W×3, found {type} of {shape}.</source>
        <translation>{file}: {array} muss uint8 der Form N×H×W oder N×H×W×3 sein, gefunden wurde {type} der Form {shape}.</translation>
    </message>
    <message>
        <source>{file}: {array} contains no image.</source>
        <translation>{file}: {array} enthält kein Bild.</translation>
    </message>
    <message>
        <source>{file}: {array} must be {expected} integers, one per image, found {found} of {type}.</source>
        <translation>{file}: {array} muss aus {expected} Ganzzahlen bestehen, einer je Bild; gefunden wurden {found} vom Typ {type}.</translation>
    </message>
    <message>
        <source>{file}: no image is left to test on.</source>
        <translation>{file}: Es bleibt kein Bild zum Testen übrig.</translation>
    </message>
    <message>
        <source>{file}: expected at least two class folders with images, found {found}.</source>
        <translation>{file}: Erwartet werden mindestens zwei Klassenordner mit Bildern, gefunden wurden {found}.</translation>
    </message>
    <message>
        <source>{file} is not an .npz file of plain arrays ({reason}).</source>
        <translation>{file}: Das ist keine .npz-Datei mit einfachen Arrays ({reason}).</translation>
    </message>
    <message>
        <source>{file} has classes that {train} lacks: {classes}.</source>
        <translation>{file} enthält Klassen, die in {train} fehlen: {classes}.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}).</source>
        <translation>{file} ist nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>{file}: expected the arrays {expected}; it lacks {missing}, found {found}.</source>
        <translation>{file}: Erwartet werden die Arrays {expected}; es fehlen {missing}, gefunden wurden {found}.</translation>
    </message>
    <message>
        <source>The demonstration needs images of at least {least} px and numbers of at least 0, found {size} px, seed {seed}, {train_good} and {test_good} good images and {per_defect} per defect.</source>
        <translation>Die Demonstration braucht Bilder von mindestens {least}&#xa0;px und Anzahlen ab 0, gefunden wurden {size}&#xa0;px, Startwert {seed}, {train_good} und {test_good} Gutbilder und {per_defect} je Fehler.</translation>
    </message>
    <message>
        <source>{file} already holds a category.</source>
        <translation>{file} enthält bereits eine Kategorie.</translation>
    </message>
    <message>
        <source>{file}: this folder cannot be read ({reason}).</source>
        <translation>{file}: Dieser Ordner ist nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected at least 1 x 1 px, found {width} x {height} px.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden mindestens 1 x 1&#xa0;px, gefunden wurden {width} x {height}&#xa0;px.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected at most {limit} million pixels, found {width} x {height} px.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden höchstens {limit} Millionen Pixel, gefunden wurden {width} x {height}&#xa0;px.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected one image, found several pages or frames.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird ein einzelnes Bild, gefunden wurden mehrere Seiten oder Bilder.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected 16-bit grey or colour, found 16-bit grey with alpha.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden Graustufen oder Farbe mit 16&#xa0;Bit, gefunden wurden Graustufen mit 16&#xa0;Bit und Alphakanal.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected JPEG, PNG, BMP, TIFF, WebP, GIF, PNM, JPEG 2000 or AVIF data, found something else.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden JPEG-, PNG-, BMP-, TIFF-, WebP-, GIF-, PNM-, JPEG-2000- oder AVIF-Daten, gefunden wurde etwas anderes.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected JPEG 2000 of 8 bits in colour or with alpha, found {bits} bits.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird JPEG 2000 mit 8&#xa0;Bit für Farbe oder mit Alphakanal, gefunden wurden {bits}&#xa0;Bit.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected grey, palette or RGB samples of 1, 8 or 16 bits or floating point, found {samples} samples of {bits} bits ({depth}, {colour}).</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden Graustufen, Palette oder RGB mit 1, 8 oder 16&#xa0;Bit oder Gleitkommazahlen, gefunden wurden {samples} Pixelwerte mit {bits}&#xa0;Bit ({depth}, {colour}).</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected an 8-bit palette, found none.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird eine 8-Bit-Palette, gefunden wurde keine.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected no compression or Deflate, found {found}, for which there is no decoder.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird keine Kompression oder Deflate, gefunden wurde {found}; dafür gibt es keinen Decoder.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected at most {limit} pixels per byte in an image of {width} x {height} px, found {found}.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden bei einem Bild von {width} x {height}&#xa0;px höchstens {limit} Pixel je Byte, gefunden wurden {found}.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected a file that can be opened, found &apos;{reason}&apos;.</source>
        <translation>Bild {file} ist nicht lesbar: Die Datei lässt sich nicht öffnen ({reason}).</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected a mask as large as its image, {expected_width} x {expected_height} px, found {width} x {height} px.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird eine Maske in der Größe des Bildes, {expected_width} x {expected_height}&#xa0;px, gefunden wurden {width} x {height}&#xa0;px.</translation>
    </message>
    <message>
        <source>{file} contains no image in a format that can be read.</source>
        <translation>{file} enthält kein Bild in einem lesbaren Format.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected an image file, found a folder.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird eine Bilddatei, gefunden wurde ein Ordner.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected a regular file, found a pipe, socket or device.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird eine gewöhnliche Datei, gefunden wurde eine Pipe, ein Socket oder ein Gerät.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected image data, found an empty file (0 bytes).</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden Bilddaten, gefunden wurde eine leere Datei (0&#xa0;Byte).</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected at most {limit} bytes, found {found}.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden höchstens {limit}&#xa0;Byte, gefunden wurden {found}.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected floating point samples within [0, 1], found {lowest} to {highest}.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden Gleitkommawerte in [0, 1], gefunden wurden {lowest} bis {highest}.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected samples of {bits} bits, at most {limit}, found {found}.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet werden Pixelwerte mit {bits}&#xa0;Bit, höchstens {limit}, gefunden wurde {found}.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected {expected} bits per sample, found a file that states {found}.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird eine Bittiefe von {expected}, die Datei gibt {found} an.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected an image that fits in memory, found a larger one.</source>
        <translation>Bild {file} ist nicht lesbar: Das Bild ist zu groß für den Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected complete image data, found damage ({detail}).</source>
        <translation>Bild {file} ist nicht lesbar: Die Bilddaten sind beschädigt oder unvollständig ({detail}).</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected an image file, found a link to {target}, which does not exist.</source>
        <translation>Bild {file} ist nicht lesbar: Erwartet wird eine Bilddatei, gefunden wurde eine Verknüpfung auf {target}, das es nicht gibt.</translation>
    </message>
    <message>
        <source>Image {file} cannot be read: expected an image file, found no such file.</source>
        <translation>Bild {file} ist nicht lesbar: Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>A tile is auto, off or a number of pixels from {least} to {most}, not &apos;{found}&apos;.</source>
        <translation>Eine Kachel ist auto, off oder eine Anzahl Pixel von {least} bis {most}, nicht „{found}“.</translation>
    </message>
    <message>
        <source>{file}: the category&apos;s properties cannot be read ({reason}).</source>
        <translation>{file}: Die Eigenschaften der Kategorie sind nicht lesbar ({reason}).</translation>
    </message>
    <message>
        <source>{category}: no folder is named as one of good parts (such as good, ok or normal) to learn from; there are images in {folders}.</source>
        <translation>{category}: Kein Ordnername nennt Gutteile (wie good, ok oder normal), aus denen gelernt werden könnte; Bilder liegen in {folders}.</translation>
    </message>
    <message>
        <source>{category}: what is in {folders} would be learned as good, although these names speak of defects, masks or another category.</source>
        <translation>{category}: Der Inhalt von {folders} würde als gut gelernt, obwohl diese Namen auf Fehler, Masken oder eine andere Kategorie hinweisen.</translation>
    </message>
    <message>
        <source>Whether {file} shows a good part is unknown, because its mask cannot be read. {reason}</source>
        <translation>Ob {file} ein Gutteil zeigt, ist unbekannt, denn die Maske kann nicht gelesen werden. {reason}</translation>
    </message>
    <message>
        <source>{category} has no folder {folder} to learn from.</source>
        <translation>{category} hat keinen Ordner {folder}, aus dem gelernt werden könnte.</translation>
    </message>
    <message>
        <source>{file}: its lot is unknown, as &apos;{pattern}&apos; does not match &apos;{name}&apos;.</source>
        <translation>{file}: Das Los ist unbekannt, da „{pattern}“ nicht auf „{name}“ passt.</translation>
    </message>
    <message>
        <source>All {count} good images belong to one lot (by &apos;{pattern}&apos;); at least two lots are needed, one to train and one to calibrate.</source>
        <translation>Alle {count} Gutbilder gehören zu einem Los (nach „{pattern}“); gebraucht werden mindestens zwei, eines zum Anlernen und eines zum Kalibrieren.</translation>
    </message>
    <message>
        <source>There is no new good image to learn among these {count}.</source>
        <translation>Unter diesen {count} ist kein neues Gutbild zum Anlernen.</translation>
    </message>
    <message>
        <source>There is no good image to calibrate with.</source>
        <translation>Es gibt kein Gutbild zum Kalibrieren.</translation>
    </message>
    <message>
        <source>&apos;{pattern}&apos; cannot name the lots, because it takes too long on {name}: a repetition inside a repetition tries every way to divide a name.</source>
        <translation>„{pattern}“ kann die Lose nicht benennen, denn es dauert bei {name} zu lange: Eine Wiederholung in einer Wiederholung versucht jede Art, einen Namen zu teilen.</translation>
    </message>
    <message>
        <source>&apos;{pattern}&apos; cannot name the lots, as it is not a regular expression ({reason}).</source>
        <translation>„{pattern}“ kann die Lose nicht benennen, da es kein regulärer Ausdruck ist ({reason}).</translation>
    </message>
    <message>
        <source>All {count} good images are identical; at least two different ones are needed, one to train and one to calibrate.</source>
        <translation>Alle {count} Gutbilder sind dasselbe Bild; gebraucht werden mindestens zwei, eines zum Anlernen und eines zum Kalibrieren.</translation>
    </message>
    <message>
        <source>{file}: expected a folder of clips, found a file.</source>
        <translation>{file}: Erwartet wird ein Ordner mit Videos, gefunden wurde eine Datei.</translation>
    </message>
    <message>
        <source>{file}: expected a folder of clips, found nothing.</source>
        <translation>{file}: Erwartet wird ein Ordner mit Videos, gefunden wurde nichts.</translation>
    </message>
    <message>
        <source>{file} contains no clip (a video file, or a folder of numbered images).</source>
        <translation>{file}: Darin ist kein Video (eine Videodatei oder ein Ordner mit nummerierten Bildern).</translation>
    </message>
    <message>
        <source>{file}: expected the columns clip, frame (from 0) and abnormal (0 or 1), found something else ({reason}).</source>
        <translation>{file}: Erwartet werden die Spalten clip, frame (ab 0) und abnormal (0 oder 1), gefunden wurde etwas anderes ({reason}).</translation>
    </message>
    <message>
        <source>Clip {file}: expected a folder of numbered images (jpg, png, bmp, tif, webp), found none.</source>
        <translation>Video {file}: Erwartet wird ein Ordner mit nummerierten Bildern (jpg, png, bmp, tif, webp), gefunden wurde keines.</translation>
    </message>
    <message>
        <source>At {width}×{height} px, nothing is left to inspect inside the region of interest and outside the ignored regions.</source>
        <translation>Bei {width}×{height}&#xa0;px bleibt innerhalb des Prüfbereichs und außerhalb der Ausnahmen nichts zu prüfen.</translation>
    </message>
    <message>
        <source>There is one good image; at least two different ones are needed, one to train and one to calibrate.</source>
        <translation>Es gibt ein einziges Gutbild; mindestens zwei verschiedene werden gebraucht, eines zum Trainieren und eines zum Kalibrieren.</translation>
    </message>
    <message>
        <source>{file} contains {count} clips, such as {clip}, but none where good clips are expected.</source>
        <translation>{file} enthält {count} Videos, etwa {clip}, aber keines dort, wo gute Videos erwartet werden.</translation>
    </message>
    <message>
        <source>{file}: every good clip is marked defective or ignored; at least one is needed to learn from.</source>
        <translation>{file}: Alle Gutvideos sind als fehlerhaft oder ignoriert markiert; zum Anlernen wird mindestens eines gebraucht.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read ({reason}).</source>
        <translation>Das Video {file} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>Clip {file}: the image of frame {index} is missing.</source>
        <translation>Video {file}: Die Datei des Bilds {index} fehlt.</translation>
    </message>
    <message>
        <source>Clip {file}: frame {index} has {width}×{height} px, where the first one has {first_width}×{first_height} px.</source>
        <translation>Video {file}: Bild {index} hat {width}×{height}&#xa0;px, das erste hat {first_width}×{first_height}&#xa0;px.</translation>
    </message>
    <message>
        <source>Clip {file}: this installation reads and writes no video files, as it has no PyAV; it reads folders of numbered images.</source>
        <translation>Video {file}: Diese Installation liest und schreibt keine Videodateien, da ihr PyAV fehlt; sie liest Ordner mit nummerierten Bildern.</translation>
    </message>
    <message>
        <source>Clip {file}: expected a frame {index}, found frames 0 to {last}.</source>
        <translation>Video {file}: Erwartet wird das Bild {index}, gefunden wurden die Bilder 0 bis {last}.</translation>
    </message>
    <message>
        <source>Clip {file}: expected a frame {index}, found fewer.</source>
        <translation>Video {file}: Erwartet wird das Bild {index}, gefunden wurden weniger Bilder.</translation>
    </message>
    <message>
        <source>The {clips} good clips have {frames} frames in all, which is too short to learn from one part and to calibrate on another; stretches of at least {shortest} frames are needed on either side.</source>
        <translation>Die {clips} guten Videos haben zusammen {frames} Einzelbilder. Das ist zu kurz, um mit einem Teil anzulernen und mit einem anderen zu kalibrieren; auf beiden Seiten werden Abschnitte von mindestens {shortest} Bildern gebraucht.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a whole video, found an end after {frames} frames, {missing_s} s before the end that the file announces.</source>
        <translation>Video {file} ist nicht lesbar: Es endet nach {frames} Bildern, {missing_s}&#xa0;s vor dem Ende, das die Datei angibt.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video file, found a folder.</source>
        <translation>Video {file} ist nicht lesbar: Erwartet wird eine Videodatei, gefunden wurde ein Ordner.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video file, found a link to a file that does not exist.</source>
        <translation>Video {file} ist nicht lesbar: Erwartet wird eine Videodatei, gefunden wurde eine Verknüpfung auf eine Datei, die es nicht gibt.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video file, found no such file.</source>
        <translation>Video {file} ist nicht lesbar: Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video file, found something else.</source>
        <translation>Video {file} ist nicht lesbar: Erwartet wird eine Videodatei, gefunden wurde etwas anderes.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video, found none that can be decoded.</source>
        <translation>Video {file} ist nicht lesbar: Erwartet wird ein Video, gefunden wurde keines, das sich decodieren lässt.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected frames of at most {limit} megapixels, found {width}×{height} px.</source>
        <translation>Video {file} ist nicht lesbar: Erwartet werden Bilder mit höchstens {limit} Megapixeln, gefunden wurden {width}×{height}&#xa0;px.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a whole video, found an end after {frames} frames ({reason}).</source>
        <translation>Video {file} ist nicht lesbar: Es endet vorzeitig nach {frames} Bildern ({reason}).</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a whole video, found an end after {frames} frames, {packets} of the {stated} packets that the file announces.</source>
        <translation>Video {file} ist nicht lesbar: Es endet vorzeitig nach {frames} Bildern, {packets} der {stated} Pakete, die die Datei angibt.</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video, found an empty file (0 bytes).</source>
        <translation>Video {file} ist nicht lesbar: Erwartet wird ein Video, gefunden wurde eine leere Datei (0&#xa0;Byte).</translation>
    </message>
    <message>
        <source>Clip {file} cannot be read: expected a video (such as MP4, MKV, AVI), found what cannot be opened ({reason}).</source>
        <translation>Video {file} ist nicht lesbar: Erwartet wird ein Video (etwa MP4, MKV, AVI), die Datei lässt sich aber nicht öffnen ({reason}).</translation>
    </message>
    <message>
        <source>A model or an interrupted training named {name} already exists.</source>
        <translation>Es gibt schon ein Modell oder ein unterbrochenes Anlernen namens {name}.</translation>
    </message>
    <message>
        <source>{file} cannot be restored: its name is now in use.</source>
        <translation>{file} kann nicht wiederhergestellt werden: Der Name ist inzwischen vergeben.</translation>
    </message>
    <message>
        <source>{clip}: none of the sampled frames can be read.</source>
        <translation>{clip}: Keines der Bilder der Stichprobe ist lesbar.</translation>
    </message>
    <message>
        <source>The part cannot be located reliably in these {images} good images: they are too few, or no part stands out that looks alike in all of them.</source>
        <translation>Das Teil lässt sich in diesen {images} Gutbildern nicht zuverlässig finden: Es sind zu wenige, oder es hebt sich kein Teil ab, das in allen gleich aussieht.</translation>
    </message>
    <message>
        <source>Parts that are located are judged whole, so tiles of {tile} px do not apply.</source>
        <translation>Teile, deren Lage gefunden wird, werden als Ganzes beurteilt; Kacheln von {tile}&#xa0;px gelten dann nicht.</translation>
    </message>
    <message>
        <source>{category}: comparing good images needs at least two different readable ones, found {found}. Add good images: about 20 for a first model, 100 or more for reliable thresholds.</source>
        <translation>{category}: Um Gutbilder zu vergleichen, braucht es mindestens zwei verschiedene lesbare, gefunden: {found}. Fügen Sie Gutbilder hinzu: etwa 20 für ein erstes Modell, 100 und mehr für belastbare Schwellen.</translation>
    </message>
    <message>
        <source>{path} is not written, because a property is invalid ({reason}).</source>
        <translation>{path} wird nicht geschrieben, weil eine Eigenschaft ungültig ist ({reason}).</translation>
    </message>
    <message>
        <source>This machine has no usable CUDA GPU.</source>
        <translation>Dieser Rechner hat keine nutzbare CUDA-GPU.</translation>
    </message>
    <message>
        <source>There is no device &apos;{device}&apos;.</source>
        <translation>Es gibt kein Gerät „{device}“.</translation>
    </message>
    <message>
        <source>{category} has no test images to evaluate on. Put some into test/good and test/&lt;defect&gt;.</source>
        <translation>{category} hat keine Testbilder zum Auswerten. Legen Sie welche in test/good und test/&lt;Fehlerart&gt;.</translation>
    </message>
    <message>
        <source>{category} has no test clip whose abnormal frames are known. Put some into test/good, or add frame_labels.csv with the columns clip, frame and abnormal.</source>
        <translation>{category} hat kein Testvideo, dessen auffällige Bilder bekannt sind. Legen Sie welche in test/good, oder fügen Sie frame_labels.csv mit den Spalten clip, frame und abnormal hinzu.</translation>
    </message>
    <message>
        <source>{file}: nobody has decided yet which parts of this run are good or defective.</source>
        <translation>{file}: Noch hat niemand entschieden, welche Teile dieses Prüflaufs gut oder fehlerhaft sind.</translation>
    </message>
    <message>
        <source>Quantisation needs good images that the model learned from, and none of the given images is one of them.</source>
        <translation>Die Quantisierung braucht Gutbilder, aus denen das Modell gelernt hat; keines der angegebenen gehört dazu.</translation>
    </message>
    <message>
        <source>{file} is not saved: {failures}.</source>
        <translation>{file} wird nicht gespeichert: {failures}.</translation>
    </message>
    <message>
        <source>{model} is a model of clips, whose scores depend on earlier frames. It cannot be exported as one file yet; inspect with the model folder.</source>
        <translation>{model} ist ein Modell für Videos, dessen Werte von früheren Bildern abhängen. Es lässt sich noch nicht als eine Datei exportieren; prüfen Sie mit dem Modellordner.</translation>
    </message>
    <message>
        <source>An export is compared with its model on images of the category, and there are none.</source>
        <translation>Ein Export wird an Bildern der Kategorie mit seinem Modell verglichen, und es gibt keine.</translation>
    </message>
    <message>
        <source>{images} good images do not show which of them stands out; at least {needed} are needed.</source>
        <translation>{images} Gutbilder zeigen nicht, welches von ihnen auffällt; mindestens {needed} sind nötig.</translation>
    </message>
    <message>
        <source>{file} was changed after other properties were kept in {kept}, because the folder could not be written then.</source>
        <translation>{file} wurde geändert, nachdem andere Angaben in {kept} abgelegt worden waren, weil in den Ordner damals nicht geschrieben werden konnte.</translation>
    </message>
    <message>
        <source>{file} has another size or time of change than when it was inspected, so nobody decided on what it shows now.</source>
        <translation>{file} hat eine andere Größe oder Änderungszeit als bei der Prüfung; über das, was es jetzt zeigt, hat also niemand entschieden.</translation>
    </message>
    <message>
        <source>At least 0 verdicts may differ, not {count}.</source>
        <translation>Mindestens 0 Urteile dürfen abweichen, nicht {count}.</translation>
    </message>
    <message>
        <source>{run} was made with the model &apos;{model}&apos;, which is neither where it was then nor near the run.</source>
        <translation>{run} wurde mit dem Modell „{model}“ erstellt, das weder dort ist, wo es damals war, noch in der Nähe des Prüflaufs.</translation>
    </message>
    <message>
        <source>{model} is not the model that {run} was made with.</source>
        <translation>{model} ist nicht das Modell, mit dem {run} erstellt wurde.</translation>
    </message>
    <message>
        <source>{folder} holds images that no inspection made, such as {name}. Pictures written there would be taken for images later.</source>
        <translation>{folder} enthält Bilder, die keine Prüfung erzeugt hat, zum Beispiel {name}. Dort abgelegte Bilder mit Heatmap würden später für Aufnahmen gehalten.</translation>
    </message>
    <message>
        <source>{run} was made with the model &apos;{model}&apos;, which is no longer there. Put it back, or inspect again with another.</source>
        <translation>{run} entstand mit dem Modell „{model}“, das es nicht mehr gibt. Legen Sie es zurück, oder prüfen Sie mit einem anderen erneut.</translation>
    </message>
    <message>
        <source>{file} cannot be judged: no sample of its 16 or more bits exceeds {limit} of 65535, as if a camera of {bits} bits had written it, and the model learned from files of 8 bits.</source>
        <translation>{file} kann nicht beurteilt werden: Kein Pixelwert seiner 16 oder mehr Bit überschreitet {limit} von 65535, als hätte eine Kamera mit {bits}&#xa0;Bit es geschrieben, und das Modell hat aus Dateien mit 8&#xa0;Bit gelernt.</translation>
    </message>
    <message>
        <source>{file} cannot be judged: its brightest sample is {found} of white, that of the good images is {lowest} to {highest}. It was written with another number of bits per sample, or under hardly any light.</source>
        <translation>{file} kann nicht beurteilt werden: Sein hellster Pixelwert ist {found} von Weiß, der der Gutbilder {lowest} bis {highest}. Es wurde mit einer anderen Bittiefe geschrieben oder bei kaum Licht aufgenommen.</translation>
    </message>
    <message>
        <source>{file}: nothing of this image is judged, because the part, or the whole image, lies outside of what the model looks at.</source>
        <translation>{file}: Von diesem Bild wird nichts beurteilt, weil das Teil oder das ganze Bild außerhalb dessen liegt, was das Modell betrachtet.</translation>
    </message>
    <message>
        <source>{file}: the model returned no score for this image; check the image.</source>
        <translation>{file}: Das Modell gab für dieses Bild keinen Wert; prüfen Sie das Bild.</translation>
    </message>
    <message>
        <source>Frames of {size} px are too coarse to be judged: the model needs {least} px or more along the longer side.</source>
        <translation>Bilder von {size}&#xa0;px sind zu grob, um beurteilt zu werden: Das Modell braucht {least}&#xa0;px oder mehr entlang der längeren Seite.</translation>
    </message>
    <message>
        <source>Frames of {size} px have another shape than those the model learned, whose width is {lowest} to {highest} times their height.</source>
        <translation>Bilder von {size}&#xa0;px haben eine andere Form als die gelernten, deren Breite das {lowest}- bis {highest}-Fache der Höhe ist.</translation>
    </message>
    <message>
        <source>{model} is a model of images, not of clips; inspect images with it.</source>
        <translation>{model} ist ein Modell für Bilder, nicht für Videos; prüfen Sie damit Bilder.</translation>
    </message>
    <message>
        <source>After learning the parts confirmed in {run}, the model would no longer reject parts of it that are known to be defective: {parts}. The reject threshold would be {new}, and was {old}.</source>
        <translation>Mit den in {run} bestätigten Teilen würde das Modell Teile nicht mehr zurückweisen, die als fehlerhaft bekannt sind: {parts}. Die NG-Schwelle wäre {new} und war {old}.</translation>
    </message>
    <message>
        <source>{clip}: the run has none of the frames {start} to {end}; choose others.</source>
        <translation>{clip}: Der Prüflauf hat keines der Bilder {start} bis {end}; wählen Sie andere.</translation>
    </message>
    <message>
        <source>Clip {file}: frame {index} cannot be shown: {reason}.</source>
        <translation>Video {file}: Bild {index} lässt sich nicht zeigen: {reason}.</translation>
    </message>
    <message>
        <source>Clip {file} ends before frame {start}; it is not the clip that was inspected.</source>
        <translation>Das Video {file} endet vor Bild {start}; es ist nicht das geprüfte Video.</translation>
    </message>
    <message>
        <source>{run} holds no image that a person confirmed to be good and that the model does not know yet.</source>
        <translation>{run} enthält kein Bild, das jemand als gut bestätigt hat und das das Modell noch nicht kennt.</translation>
    </message>
    <message>
        <source>{file} cannot be judged: it has {width}×{height} px, another shape than the good images, whose width is {lowest} to {highest} times their height.</source>
        <translation>{file} kann nicht beurteilt werden: Es hat {width}×{height}&#xa0;px, also eine andere Form als die Gutbilder, deren Breite das {lowest}- bis {highest}-Fache ihrer Höhe ist.</translation>
    </message>
    <message>
        <source>Clip {file}: frame {index} shows hardly anything, as if the camera was covered, dark or off.</source>
        <translation>Video {file}: Bild {index} zeigt fast nichts, als wäre die Kamera verdeckt, dunkel oder aus.</translation>
    </message>
    <message>
        <source>{run} holds no image that a person confirmed to be good.</source>
        <translation>{run} enthält kein Bild, das jemand als gut bestätigt hat.</translation>
    </message>
    <message>
        <source>{run} was made with another model, {other}, which shares no good image with {model}, so its images may show other parts.</source>
        <translation>{run} wurde mit einem anderen Modell erstellt, {other}, das kein Gutbild mit {model} gemeinsam hat; die Bilder zeigen also womöglich andere Teile.</translation>
    </message>
    <message>
        <source>Parts confirmed in {run} score far above the other good ones: {parts}. With them the reject threshold would be {new} and not {old}, and defects like theirs would pass.</source>
        <translation>In {run} bestätigte Teile liegen mit ihrem Wert weit über den anderen Gutteilen: {parts}. Mit ihnen wäre die NG-Schwelle {new} und nicht {old}, und Fehler wie ihre würden durchgelassen.</translation>
    </message>
    <message>
        <source>{run} has nothing named {names}; nothing was recorded. Similar names: {like}.</source>
        <translation>{run} enthält nichts mit dem Namen {names}; es wurde nichts aufgezeichnet. Ähnliche Namen: {like}.</translation>
    </message>
    <message>
        <source>{run} has nothing named {names}; nothing was recorded.</source>
        <translation>{run} enthält nichts mit dem Namen {names}; es wurde nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>{part} is decided in two ways.</source>
        <translation>Über {part} ist auf zwei Arten entschieden.</translation>
    </message>
    <message>
        <source>{file} is not text in UTF-8.</source>
        <translation>{file} ist kein Text in UTF-8.</translation>
    </message>
    <message>
        <source>{category} has no test images to compare models on. Put some into test/good and test/&lt;defect&gt;.</source>
        <translation>{category} hat keine Testbilder, um Modelle zu vergleichen. Legen Sie welche in test/good und test/&lt;Fehlerart&gt;.</translation>
    </message>
    <message>
        <source>{model} is a model of images, in a category of clips. Move its folder to a category of images.</source>
        <translation>{model} ist ein Modell für Bilder in einer Kategorie mit Videos. Verschieben Sie seinen Ordner in eine Kategorie mit Bildern.</translation>
    </message>
    <message>
        <source>{model} is a model of clips, in a category of images. Move its folder to a category of clips.</source>
        <translation>{model} ist ein Modell für Videos in einer Kategorie mit Bildern. Verschieben Sie seinen Ordner in eine Kategorie mit Videos.</translation>
    </message>
    <message>
        <source>{category}: the model learned all test clips whose abnormal frames are known, so that none is a test of it.</source>
        <translation>{category}: Das Modell hat alle Testvideos gelernt, deren auffällige Bilder bekannt sind; keines prüft es.</translation>
    </message>
    <message>
        <source>{run} was made with another model, {other}, which shares no good clip with {model}, so its clips may be of another camera.</source>
        <translation>{run} wurde mit einem anderen Modell gemacht, {other}, das kein gutes Video mit {model} gemeinsam hat; die Videos können also von einer anderen Kamera sein.</translation>
    </message>
    <message>
        <source>{run} holds no clip that people confirmed to be good.</source>
        <translation>{run} enthält kein Video, das als gut bestätigt wurde.</translation>
    </message>
    <message>
        <source>{run} holds no clip that people confirmed to be good and that the model does not know yet.</source>
        <translation>{run} enthält kein Video, das als gut bestätigt wurde und das das Modell noch nicht kennt.</translation>
    </message>
    <message>
        <source>None of the clips that were confirmed in {run} can be used.</source>
        <translation>Keines der Videos, die in {run} bestätigt wurden, lässt sich verwenden.</translation>
    </message>
    <message>
        <source>Parts confirmed in {run} score far above the other good ones: {parts}. With them the reject threshold would stay {new}, but parts like these would be known as good, and defects like theirs would pass.</source>
        <translation>In {run} bestätigte Teile liegen mit ihrem Wert weit über den anderen Gutteilen: {parts}. Mit ihnen bliebe die NG-Schwelle {new}, aber Teile wie diese gälten als gut, und Fehler wie ihre würden durchgelassen.</translation>
    </message>
    <message>
        <source>After learning the parts confirmed in {run}, the model would no longer reject parts of it that are known to be defective: {parts}. The reject threshold would stay {new}, but parts like the confirmed ones would be known as good.</source>
        <translation>Mit den in {run} bestätigten Teilen würde das Modell Teile nicht mehr zurückweisen, die als fehlerhaft bekannt sind: {parts}. Die NG-Schwelle bliebe {new}, aber Teile wie die bestätigten gälten als gut.</translation>
    </message>
    <message>
        <source>{category} has no test clips to compare models on. Put some into test/good and test/&lt;defect&gt;.</source>
        <translation>{category} hat keine Testvideos, um Modelle zu vergleichen. Legen Sie welche in test/good und test/&lt;Fehlerart&gt;.</translation>
    </message>
    <message>
        <source>{file}, line {line}: &apos;{word}&apos; is no decision; there are accept (or good), reject (or defective), unsure and withdrawn.</source>
        <translation>{file}, Zeile {line}: „{word}“ ist keine Entscheidung; es gibt accept (oder good), reject (oder defective), unsure und withdrawn.</translation>
    </message>
    <message>
        <source>There is no new threshold to set.</source>
        <translation>Es gibt keine neue Schwelle zu setzen.</translation>
    </message>
    <message>
        <source>A change of thresholds needs a reason.</source>
        <translation>Eine Änderung der Schwellen braucht eine Begründung.</translation>
    </message>
    <message>
        <source>Give a threshold or a budget for it, not both.</source>
        <translation>Geben Sie eine Schwelle oder ein Budget dafür an, nicht beides.</translation>
    </message>
    <message>
        <source>&apos;{assignment}&apos; is not a setting; write NAME=VALUE, such as training.steps=300.</source>
        <translation>„{assignment}“ ist keine Einstellung; schreiben Sie NAME=WERT, etwa training.steps=300.</translation>
    </message>
    <message>
        <source>The detector&apos;s setting {setting} cannot be used: {reason}.</source>
        <translation>Die Einstellung {setting} des Detektors ist nicht verwendbar: {reason}.</translation>
    </message>
    <message>
        <source>&apos;{assignment}&apos; sets a part of {setting}, which already has a value.</source>
        <translation>„{assignment}“ setzt einen Teil von {setting}, das schon einen Wert hat.</translation>
    </message>
    <message>
        <source>{file}: the part is not found in it.</source>
        <translation>{file}: Das Teil wird darin nicht gefunden.</translation>
    </message>
    <message>
        <source>{category}: no object was found in the frames by which the time is measured.</source>
        <translation>{category}: In den Bildern, an denen die Dauer gemessen wird, wurde kein Objekt gefunden.</translation>
    </message>
    <message>
        <source>{model}: method &apos;{method}&apos; learns from all images together and cannot be extended by new ones; train a new model on old and new images.</source>
        <translation>{model}: Das Verfahren „{method}“ lernt aus allen Bildern zugleich und lässt sich nicht um neue erweitern; lernen Sie ein neues Modell aus alten und neuen Bildern an.</translation>
    </message>
    <message>
        <source>{model} does not record which images it learned from; train a new model on old and new images.</source>
        <translation>{model} hält nicht fest, aus welchen Bildern es gelernt hat; lernen Sie ein neues Modell aus alten und neuen Bildern an.</translation>
    </message>
    <message>
        <source>{first} ({others} more like it.)</source>
        <translation>{first} ({others} weitere dieser Art.)</translation>
    </message>
    <message>
        <source>In {count} of {total} good images the part is not found: {names}.</source>
        <translation>In {count} von {total} Gutbildern wird das Teil nicht gefunden: {names}.</translation>
    </message>
    <message>
        <source>{file} is {width}×{height} px where the other good images are about {usual_width}×{usual_height} px: that is not one camera set-up.</source>
        <translation>{file} hat {width}×{height}&#xa0;px, die anderen Gutbilder etwa {usual_width}×{usual_height}&#xa0;px: Das ist nicht ein und derselbe Kameraaufbau.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; learns without pretrained weights.</source>
        <translation>Das Verfahren „{method}“ lernt ohne vortrainierte Gewichte.</translation>
    </message>
    <message>
        <source>Previews need an interval of 0 s or more, not {interval_s}.</source>
        <translation>Vorschauen brauchen einen Abstand von 0&#xa0;s oder mehr, nicht {interval_s}.</translation>
    </message>
    <message>
        <source>A model that is extended is calibrated on held-out images, as it was before.</source>
        <translation>Ein Modell, das erweitert wird, wird wie zuvor mit zurückgehaltenen Bildern kalibriert.</translation>
    </message>
    <message>
        <source>{folder}: the training needs {needed} MB there, and {free} MB are free.</source>
        <translation>{folder}: Das Anlernen braucht dort {needed}&#xa0;MB, frei sind {free}&#xa0;MB.</translation>
    </message>
    <message>
        <source>{folder} is full. The training waits until {needed} MB are free there.</source>
        <translation>{folder} ist voll. Das Anlernen wartet, bis dort {needed}&#xa0;MB frei sind.</translation>
    </message>
    <message>
        <source>{file} holds an interrupted training.</source>
        <translation>{file} enthält ein unterbrochenes Anlernen.</translation>
    </message>
    <message>
        <source>Clip {clip} has frames of {width}×{height} px, other proportions than {first} with {first_width}×{first_height} px: one camera takes all clips of a category.</source>
        <translation>Video {clip} hat Bilder von {width}×{height}&#xa0;px, ein anderes Seitenverhältnis als {first} mit {first_width}×{first_height}&#xa0;px: Alle Videos einer Kategorie stammen von einer Kamera.</translation>
    </message>
    <message>
        <source>{category}: the process on {host} differs from the first one in its {differing}; all processes need the same command and the same files.</source>
        <translation>{category}: Der Prozess auf {host} unterscheidet sich vom ersten ({differing}); alle Prozesse brauchen denselben Befehl und dieselben Dateien.</translation>
    </message>
    <message>
        <source>{folder} is gone. The training waits until it is there again.</source>
        <translation>{folder} ist verschwunden. Das Anlernen wartet, bis der Ordner wieder da ist.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; scores the whole image, so it cannot judge in tiles.</source>
        <translation>Das Verfahren „{method}“ bewertet das Bild als Ganzes und kann deshalb nicht in Kacheln urteilen.</translation>
    </message>
    <message>
        <source>None of the images that were confirmed in {run} can be used.</source>
        <translation>Keines der in {run} bestätigten Bilder ist verwendbar.</translation>
    </message>
    <message>
        <source>The images confirmed in {run} have another size or time of change than when they were inspected.</source>
        <translation>Die in {run} bestätigten Bilder haben eine andere Größe oder Änderungszeit als bei der Prüfung.</translation>
    </message>
    <message>
        <source>{file} lacks columns: it needs {names}, and review or decision.</source>
        <translation>In {file} fehlen Spalten: nötig sind {names} sowie review oder decision.</translation>
    </message>
    <message>
        <source>{category}: no object was found in the good clips to learn from. Lower the detector&apos;s confidence, choose another detector, or the level frame.</source>
        <translation>{category}: In den guten Videos wurde kein Objekt gefunden, aus dem zu lernen wäre. Senken Sie die Mindestsicherheit des Detektors, wählen Sie einen anderen Detektor oder das ganze Bild.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; scores whole frames here and needs no detector.</source>
        <translation>Das Verfahren „{method}“ bewertet hier ganze Bilder und braucht keinen Detektor.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; stores features of images and does not learn from clips.</source>
        <translation>Das Verfahren „{method}“ speichert Merkmale von Bildern und lernt nicht aus Videos.</translation>
    </message>
    <message>
        <source>No frame of the good clips can be read; record or copy them again.</source>
        <translation>Kein Bild der guten Videos ist lesbar; nehmen Sie sie neu auf, oder kopieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>{file} extends a model; only the command line can resume it.</source>
        <translation>{file} erweitert ein Modell; das kann nur die Befehlszeile fortsetzen.</translation>
    </message>
    <message>
        <source>{file} cannot be written.</source>
        <translation>{file} kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>EventPanel</name>
    <message>
        <source>this frame: {verdict}, score {score}</source>
        <translation>dieses Bild: {verdict}, Wert {score}</translation>
    </message>
    <message>
        <source>No event at this time</source>
        <translation>Hier ist kein Ereignis</translation>
    </message>
    <message>
        <source>Events in this clip: {count}</source>
        <translation>Ereignisse in diesem Video: {count}</translation>
    </message>
    <message>
        <source>peak {peak} at {when} · {number} of {count}</source>
        <translation>Spitze {peak} bei {when} · {number} von {count}</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>nicht durchgesehen</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>How unlike good parts each place is, judged by squares of {k}×{k} pixels.</source>
        <translation>Wie unähnlich jede Stelle Gutteilen ist, beurteilt in Quadraten von {k}×{k} Pixeln.</translation>
    </message>
    <message>
        <source>The part as the model redraws it from its surroundings, in squares of {k}×{k} pixels.</source>
        <translation>Das Teil, wie das Modell es aus der Umgebung nachzeichnet, in Quadraten von {k}×{k} Pixeln.</translation>
    </message>
    <message>
        <source>How far each place is from the most similar place of all good parts.</source>
        <translation>Wie weit jede Stelle von der ähnlichsten Stelle aller Gutteile entfernt ist.</translation>
    </message>
    <message>
        <source>The brightest colour is the highest value of this part: a good part has bright places, too. The heatmap has one scale for all parts.</source>
        <translation>Die hellste Farbe ist der höchste Wert dieses Teils: Auch ein Gutteil hat helle Stellen. Die Heatmap hat einen Maßstab für alle Teile.</translation>
    </message>
    <message>
        <source>The model tells whether the part was moved up or down.</source>
        <translation>Das Modell erkennt, ob das Teil nach oben oder unten verschoben wurde.</translation>
    </message>
    <message>
        <source>The model tells whether the part was moved sideways.</source>
        <translation>Das Modell erkennt, ob das Teil seitlich verschoben wurde.</translation>
    </message>
    <message>
        <source>The model tells by how much the part was turned.</source>
        <translation>Das Modell erkennt, wie weit das Teil gedreht wurde.</translation>
    </message>
    <message>
        <source>The model tells whether the part was mirrored.</source>
        <translation>Das Modell erkennt, ob das Teil gespiegelt wurde.</translation>
    </message>
    <message>
        <source>The model tells how pieces of the part were rearranged.</source>
        <translation>Das Modell erkennt, wie Stücke des Teils vertauscht wurden.</translation>
    </message>
</context>
<context>
    <name>EvidenceButton</name>
    <message>
        <source>Click to enlarge</source>
        <translation>Zum Vergrößern klicken</translation>
    </message>
</context>
<context>
    <name>EvidenceDialog</name>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>{name} ({number} of {all})</source>
        <translation>{name} ({number} von {all})</translation>
    </message>
</context>
<context>
    <name>ExpectedTime</name>
    <message>
        <source>Next training: measuring …</source>
        <translation>Nächstes Anlernen: wird gemessen …</translation>
    </message>
    <message>
        <source>Measuring the expected time</source>
        <translation>Voraussichtliche Dauer wird gemessen</translation>
    </message>
    <message>
        <source>could not be measured</source>
        <translation>konnte nicht gemessen werden</translation>
    </message>
    <message>
        <source>{steps} steps of {ms} ms</source>
        <translation>{steps} Schritte zu {ms}&#xa0;ms</translation>
    </message>
    <message>
        <source>{steps} steps of {s} s</source>
        <translation>{steps} Schritte zu {s}&#xa0;s</translation>
    </message>
    <message>
        <source>reading {time}</source>
        <translation>Lesen {time}</translation>
    </message>
    <message>
        <source>choosing samples {time}</source>
        <translation>Auswählen {time}</translation>
    </message>
    <message>
        <source>learning {time} ({steps})</source>
        <translation>Lernen {time} ({steps})</translation>
    </message>
    <message>
        <source>learning {time}</source>
        <translation>Lernen {time}</translation>
    </message>
    <message>
        <source>comparing good images {time}</source>
        <translation>Vergleichen der Gutbilder {time}</translation>
    </message>
    <message>
        <source>calibrating {time}</source>
        <translation>Kalibrieren {time}</translation>
    </message>
    <message>
        <source>more than {time}</source>
        <translation>mehr als {time}</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>wird gemessen …</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s}&#xa0;s</translation>
    </message>
    <message>
        <source>{min} min</source>
        <translation>{min}&#xa0;min</translation>
    </message>
    <message>
        <source>{h} h {min} min</source>
        <translation>{h}&#xa0;h {min}&#xa0;min</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export {name} for the line</source>
        <translation>{name} für die Linie exportieren</translation>
    </message>
    <message>
        <source>Exact: 32-bit, the model&apos;s own scores</source>
        <translation>Genau: 32-Bit-Zahlen, die Werte des Modells</translation>
    </message>
    <message>
        <source>Fast without a GPU: 8-bit</source>
        <translation>Schnell ohne GPU: 8-Bit-Zahlen</translation>
    </message>
    <message>
        <source>Verdicts that may differ</source>
        <translation>Urteile, die abweichen dürfen</translation>
    </message>
    <message>
        <source>Verdicts that may differ from the model&apos;s:</source>
        <translation>Urteile, die von denen des Modells abweichen dürfen:</translation>
    </message>
    <message>
        <source>One ONNX file holds the scoring and the thresholds in force. As this model locates parts or judges in tiles, the line also needs the Python program that is written beside it, NumPy and ONNX Runtime. The file is saved only if its verdicts on the category&apos;s images match the model&apos;s.</source>
        <translation>Eine ONNX-Datei enthält die Bewertung und die geltenden Schwellen. Da dieses Modell die Lage der Teile findet oder in Kacheln urteilt, braucht die Linie auch das Python-Programm, das daneben gespeichert wird, NumPy und ONNX Runtime. Die Datei wird nur gespeichert, wenn ihre Urteile an den Bildern der Kategorie denen des Modells gleichen.</translation>
    </message>
    <message>
        <source>One ONNX file holds the scoring and the thresholds in force. A program on the line needs only ONNX Runtime. The file is saved only if its verdicts on the category&apos;s images match the model&apos;s.</source>
        <translation>Eine ONNX-Datei enthält die Bewertung und die geltenden Schwellen. Ein Programm der Linie braucht nur ONNX Runtime. Die Datei wird nur gespeichert, wenn ihre Urteile an den Bildern der Kategorie denen des Modells gleichen.</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
</context>
<context>
    <name>ExportedDialog</name>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>{megabytes} MB</source>
        <translation>{megabytes}&#xa0;MB</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Compared on</source>
        <translation>Verglichen an</translation>
    </message>
    <message>
        <source>{images} images, {made_up} of them derived from the others</source>
        <translation>{images} Bildern, davon {made_up} aus den anderen abgeleitet</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>{flips} of {images} differ from the model&apos;s</source>
        <translation>{flips} von {images} weichen von denen des Modells ab</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>differ by at most {largest} of the spread of good parts&apos; scores</source>
        <translation>weichen um höchstens {largest} der Streuung der Werte von Gutteilen ab</translation>
    </message>
    <message>
        <source>Time per image</source>
        <translation>Zeit für ein Bild</translation>
    </message>
    <message>
        <source>{exported} ms; the model: {model} ms</source>
        <translation>{exported}&#xa0;ms; das Modell: {model}&#xa0;ms</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Weicht ab</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>the folder {name}, which the line needs, too</source>
        <translation>der Ordner {name}, den die Linie auch braucht</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>Checking the files …</source>
        <translation>Dateien werden geprüft …</translation>
    </message>
    <message>
        <source>Checking the files</source>
        <translation>Dateien werden geprüft</translation>
    </message>
    <message>
        <source>Files checked</source>
        <translation>Geprüfte Dateien</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Auffälligkeiten</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Checked: {done} of {total}</source>
        <translation>Geprüft: {done} von {total}</translation>
    </message>
    <message>
        <source>Compared: {done} of {total}</source>
        <translation>Verglichen: {done} von {total}</translation>
    </message>
    <message>
        <source>No problems found.</source>
        <translation>Keine Auffälligkeiten gefunden.</translation>
    </message>
    <message>
        <source>The check is not complete.</source>
        <translation>Die Prüfung ist nicht vollständig.</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Unusual size</source>
        <translation>Abweichende Größe</translation>
    </message>
    <message>
        <source>Unusual frame rate</source>
        <translation>Abweichende Bildrate</translation>
    </message>
    <message>
        <source>Duplicate file</source>
        <translation>Datei doppelt vorhanden</translation>
    </message>
    <message>
        <source>Near-duplicate</source>
        <translation>Aufnahme doppelt vorhanden</translation>
    </message>
    <message>
        <source>In training and test</source>
        <translation>Beim Anlernen und beim Testen</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Unscharf</translation>
    </message>
    <message>
        <source>Badly exposed</source>
        <translation>Falsch belichtet</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>No variety</source>
        <translation>Keine Vielfalt</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Marks without effect</source>
        <translation>Markierungen ohne Wirkung</translation>
    </message>
    <message>
        <source>Properties without effect</source>
        <translation>Eigenschaften ohne Wirkung</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Perhaps clips</source>
        <translation>Vielleicht Videos</translation>
    </message>
    <message>
        <source>Bits per sample</source>
        <translation>Bittiefe</translation>
    </message>
    <message>
        <source>Frame numbers</source>
        <translation>Nummern der Einzelbilder</translation>
    </message>
    <message>
        <source>Too few good images</source>
        <translation>Zu wenige Gutbilder</translation>
    </message>
</context>
<context>
    <name>FolderOpener</name>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>The file manager could not be started. The folder is:</source>
        <translation>Der Dateimanager ließ sich nicht starten. Der Ordner ist:</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>the folder itself</source>
        <translation>dem Ordner selbst</translation>
    </message>
</context>
<context>
    <name>FramePicture</name>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
</context>
<context>
    <name>FrameRateBox</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Frame rate of image sequences</source>
        <translation>Bildrate von Bildfolgen</translation>
    </message>
    <message>
        <source>For clips that are folders of images; video files state their own</source>
        <translation>Für Videos, die Ordner mit Bildern sind; Videodateien geben ihre eigene an</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>no score</source>
        <translation>kein Wert</translation>
    </message>
</context>
<context>
    <name>GroupTree</name>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
</context>
<context>
    <name>HeatControls</name>
    <message>
        <source>Heatmap</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fainter heatmap</source>
        <translation>Heatmap schwächer</translation>
    </message>
    <message>
        <source>Stronger heatmap</source>
        <translation>Heatmap stärker</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Opacity of the heatmap ([ and ])</source>
        <translation>Deckkraft der Heatmap ([ und ])</translation>
    </message>
    <message>
        <source>Colours of the heatmap</source>
        <translation>Farben der Heatmap</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Glut</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>&amp;Find a command …</source>
        <translation>Befehl &amp;suchen …</translation>
    </message>
    <message>
        <source>&amp;Commands and keys</source>
        <translation>Befehle und &amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;Tour of the demonstration</source>
        <translation>&amp;Rundgang durch die Demonstration</translation>
    </message>
</context>
<context>
    <name>ImageBrowser</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Draw regions</source>
        <translation>Bereiche zeichnen</translation>
    </message>
    <message>
        <source>Images: {total}</source>
        <translation>Bilder: {total}</translation>
    </message>
    <message>
        <source>Change the regions</source>
        <translation>Bereiche ändern</translation>
    </message>
    <message>
        <source>Looking for the part in the good images …</source>
        <translation>Die Lage des Teils in den Gutbildern wird gesucht …</translation>
    </message>
    <message>
        <source>Nothing is located: the good parts lie in one pose, or none stands out.</source>
        <translation>Keine Lage zu finden: Die Gutteile liegen alle gleich, oder keines hebt sich ab.</translation>
    </message>
    <message>
        <source>A region around where the part lies in the good images was added.</source>
        <translation>Ein Bereich um die Lagen des Teils in den Gutbildern wurde ergänzt.</translation>
    </message>
</context>
<context>
    <name>ImageCategory</name>
    <message>
        <source>Good, for training</source>
        <translation>Gut, zum Anlernen</translation>
    </message>
    <message>
        <source>Good, for testing</source>
        <translation>Gut, zum Testen</translation>
    </message>
    <message>
        <source>Marked as defective</source>
        <translation>Als fehlerhaft markiert</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignoriert</translation>
    </message>
    <message>
        <source>Good images for training: {count}</source>
        <translation>Gutbilder zum Anlernen: {count}</translation>
    </message>
    <message>
        <source>To learn from: {folders}</source>
        <translation>Gelernt wird aus: {folders}</translation>
    </message>
    <message>
        <source>Test images: {good} good, {defective} defective</source>
        <translation>Testbilder: {good} gut, {defective} fehlerhaft</translation>
    </message>
    <message>
        <source>Defect types: {types}; images with a mask: {masks}</source>
        <translation>Fehlerarten: {types}; Bilder mit Maske: {masks}</translation>
    </message>
    <message>
        <source>Ignored: {count}</source>
        <translation>Ignoriert: {count}</translation>
    </message>
</context>
<context>
    <name>ImageContent</name>
    <message>
        <source>{name} · score {score}</source>
        <translation>{name} · Wert {score}</translation>
    </message>
    <message>
        <source>Part not found: missing, cut off, not as good parts lie, or its angle is unclear.</source>
        <translation>Teil nicht gefunden: Es fehlt, ist abgeschnitten, liegt anders als Gutteile, oder sein Winkel ist unklar.</translation>
    </message>
    <message>
        <source>Too few pixels: far fewer than all good images have.</source>
        <translation>Zu wenige Pixel: viel weniger als in jedem Gutbild.</translation>
    </message>
    <message>
        <source>A large defect, or no part here: the whole picture is unlike good parts.</source>
        <translation>Ein großer Fehler oder kein Teil im Bild: Das ganze Bild ist Gutteilen unähnlich.</translation>
    </message>
</context>
<context>
    <name>ImageFields</name>
    <message>
        <source>Leave out unreadable images</source>
        <translation>Unlesbare Bilder auslassen</translation>
    </message>
    <message>
        <source>Accept very different image shapes</source>
        <translation>Bilder sehr verschiedener Form zulassen</translation>
    </message>
    <message>
        <source>Always calibrate on all good images</source>
        <translation>Immer mit allen Gutbildern kalibrieren</translation>
    </message>
    <message>
        <source>All good images set the thresholds, each judged by a model that learned the others. Takes up to eleven times as long. PatchCore and Scattering do so by themselves with fewer than 93 good images.</source>
        <translation>Alle Gutbilder setzen die Schwellen, jedes von einem Modell beurteilt, das die anderen gelernt hat. Dauert bis zu elfmal so lange. PatchCore und Scattering tun das bei weniger als 93 Gutbildern von selbst.</translation>
    </message>
    <message>
        <source>Weights trained on ImageNet</source>
        <translation>Mit ImageNet vortrainierte Gewichte</translation>
    </message>
    <message>
        <source>File (.safetensors)</source>
        <translation>Datei (.safetensors)</translation>
    </message>
    <message>
        <source>Weights file</source>
        <translation>Gewichtsdatei</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose a weights file</source>
        <translation>Gewichtsdatei wählen</translation>
    </message>
    <message>
        <source>Download once</source>
        <translation>Einmal herunterladen</translation>
    </message>
    <message>
        <source>From torchvision&apos;s server into torch&apos;s cache; none of your data is sent.</source>
        <translation>Vom Server von torchvision in den Zwischenspeicher von torch; von Ihren Daten wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>Gewichte (*.safetensors)</translation>
    </message>
</context>
<context>
    <name>ImageInspectView</name>
    <message>
        <source>Finished parts, newest first</source>
        <translation>Fertige Teile, neueste zuerst</translation>
    </message>
    <message>
        <source>The part with its heatmap</source>
        <translation>Das Teil mit seiner Heatmap</translation>
    </message>
    <message>
        <source>The inspected part appears here.</source>
        <translation>Hier erscheint das Teil, das geprüft wird.</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>No model yet: train one first.</source>
        <translation>Noch kein Modell: zuerst eines anlernen.</translation>
    </message>
    <message>
        <source>Choose a folder or images, or drop them here.</source>
        <translation>Ordner oder Bilder wählen oder hier ablegen.</translation>
    </message>
    <message>
        <source>Interrupted: {name}, images: {n}.</source>
        <translation>Unterbrochen: {name}, Bilder: {n}.</translation>
    </message>
    <message>
        <source>Test images</source>
        <translation>Testbilder</translation>
    </message>
    <message>
        <source>The test images of the category: {n}</source>
        <translation>Die Testbilder der Kategorie: {n}</translation>
    </message>
    <message>
        <source>Inspects what is in the folder and then every part that arrives, until you stop.</source>
        <translation>Prüft, was im Ordner liegt, und danach jedes neue Teil, bis Sie anhalten.</translation>
    </message>
    <message>
        <source>Waiting for the next part</source>
        <translation>Wartet auf das nächste Teil</translation>
    </message>
    <message>
        <source>Images …</source>
        <translation>Bilder …</translation>
    </message>
    <message>
        <source>Inspect a folder of images</source>
        <translation>Einen Ordner mit Bildern prüfen</translation>
    </message>
    <message>
        <source>Inspect images</source>
        <translation>Bilder prüfen</translation>
    </message>
    <message>
        <source>Images ({kinds})</source>
        <translation>Bilder ({kinds})</translation>
    </message>
    <message>
        <source>Operator view</source>
        <translation>Bedieneransicht</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>Voriges Teil</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>Nächstes Teil</translation>
    </message>
    <message>
        <source>Newest part</source>
        <translation>Neuestes Teil</translation>
    </message>
    <message>
        <source>Looking back: part {n} of {all}</source>
        <translation>Rückblick: Teil {n} von {all}</translation>
    </message>
</context>
<context>
    <name>ImageModelWording</name>
    <message>
        <source>{count} good images</source>
        <translation>Gutbilder: {count}</translation>
    </message>
    <message>
        <source>{lots} lots</source>
        <translation>Lose: {lots}</translation>
    </message>
    <message>
        <source>at most {share} (95 % confidence, from {count} images)</source>
        <translation>höchstens {share} (Vertrauensniveau 95&#xa0;%, aus {count} Bildern)</translation>
    </message>
    <message>
        <source>Two models are selected. Press C to compare them on the same images.</source>
        <translation>Zwei Modelle sind gewählt: Mit C werden sie an denselben Bildern verglichen.</translation>
    </message>
    <message>
        <source>Images compared: {count}; both right: {agree}; both wrong: {wrong}.</source>
        <translation>Verglichene Bilder: {count}; beide richtig: {agree}; beide falsch: {wrong}.</translation>
    </message>
    <message>
        <source>The models agree on every image that both inspected.</source>
        <translation>Beide Modelle urteilen bei jedem Bild gleich, das beide beurteilt haben.</translation>
    </message>
</context>
<context>
    <name>ImagePane</name>
    <message>
        <source>Outlines</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <source>Cyan: where a region ends. Yellow: where the map passes the reject threshold.</source>
        <translation>Cyan: wo ein Bereich endet. Gelb: wo die Karte die NG-Schwelle überschreitet.</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Blinken</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Zoom to defect</source>
        <translation>Auf Fehler zoomen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>ImageReview</name>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>{n} parts, {ng} NG</source>
        <translation>{n} Teile, {ng} NG</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>Nächstes Teil</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>Voriges Teil</translation>
    </message>
    <message>
        <source>Next defect</source>
        <translation>Nächster Fehler</translation>
    </message>
    <message>
        <source>Previous defect</source>
        <translation>Voriger Fehler</translation>
    </message>
    <message>
        <source>Show similar parts …</source>
        <translation>Ähnliche Teile zeigen …</translation>
    </message>
    <message>
        <source>Learn the good parts</source>
        <translation>Gutteile lernen</translation>
    </message>
    <message>
        <source>Write a new model that also knows the parts confirmed to be good in this run</source>
        <translation>Ein neues Modell schreiben, das auch die in diesem Prüflauf als gut bestätigten Teile kennt</translation>
    </message>
    <message>
        <source>Export as a category …</source>
        <translation>Als Kategorie exportieren …</translation>
    </message>
    <message>
        <source>Export defects as CSV …</source>
        <translation>Fehler als CSV exportieren …</translation>
    </message>
    <message>
        <source>Learning the confirmed parts</source>
        <translation>Bestätigte Teile werden gelernt</translation>
    </message>
    <message>
        <source>New model {name}: it knows the confirmed parts, and its reject threshold stays as it was.</source>
        <translation>Neues Modell {name}: Es kennt die bestätigten Teile, und seine NG-Schwelle bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>New model {name}: it knows the confirmed parts, and its thresholds are chosen anew.</source>
        <translation>Neues Modell {name}: Es kennt die bestätigten Teile, und seine Schwellen sind neu gewählt.</translation>
    </message>
    <message>
        <source>One row per region of an image: place, size, type, and who named it</source>
        <translation>Eine Zeile je Bereich eines Bildes: Lage, Größe, Fehlerart und wer sie benannt hat</translation>
    </message>
    <message>
        <source>Copy the decided parts into a new folder: train/good, test/good, test/&lt;type&gt;</source>
        <translation>Die entschiedenen Teile in einen neuen Ordner kopieren: train/good, test/good, test/&lt;Fehlerart&gt;</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Return or a double click lists the parts of a type.</source>
        <translation>Die Eingabetaste oder ein Doppelklick listet die Teile einer Fehlerart auf.</translation>
    </message>
    <message>
        <source>Rejected parts without a type: {n}.</source>
        <translation>Zurückgewiesene Teile ohne Fehlerart: {n}.</translation>
    </message>
    <message>
        <source>Nothing to review yet</source>
        <translation>Noch nichts durchzusehen</translation>
    </message>
    <message>
        <source>Train a model or inspect a batch: its parts then appear here, worst first.</source>
        <translation>Lernen Sie ein Modell an oder starten Sie einen Prüflauf: Die Teile erscheinen dann hier, das schlechteste zuerst.</translation>
    </message>
    <message>
        <source>Every listed part is decided.</source>
        <translation>Über alle gelisteten Teile ist entschieden.</translation>
    </message>
    <message>
        <source>No further defect in the listed parts.</source>
        <translation>Kein weiterer Fehler in den gelisteten Teilen.</translation>
    </message>
    <message>
        <source>Parts similar to {name}</source>
        <translation>Zu {name} ähnliche Teile</translation>
    </message>
    <message>
        <source>Similar parts, the most similar first</source>
        <translation>Ähnliche Teile, das ähnlichste zuerst</translation>
    </message>
    <message>
        <source>Click with Ctrl or Shift to select others. The decision is on every selected part.</source>
        <translation>Mit Strg oder Umschalt klicken, um andere auszuwählen. Die Entscheidung gilt für alle ausgewählten Teile.</translation>
    </message>
    <message>
        <source>This part has no region that others could be compared with.</source>
        <translation>Dieses Teil hat keinen Bereich, mit dem andere verglichen werden könnten.</translation>
    </message>
    <message>
        <source>No other part of this run has a region like this one.</source>
        <translation>Kein anderes Teil dieses Prüflaufs hat einen solchen Bereich.</translation>
    </message>
    <message>
        <source>{n} parts similar to {name} – {decision}</source>
        <translation>{n} zu {name} ähnliche Teile – {decision}</translation>
    </message>
    <message>
        <source>No part matches the filters.</source>
        <translation>Kein Teil passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Good parts</source>
        <translation>Gutteile</translation>
    </message>
    <message>
        <source>Defective parts</source>
        <translation>Fehlerhafte Teile</translation>
    </message>
    <message>
        <source>Unlabelled parts</source>
        <translation>Teile ohne Klasse</translation>
    </message>
    <message>
        <source>no good parts are known</source>
        <translation>kein Gutteil bekannt</translation>
    </message>
    <message>
        <source>no defective parts are known</source>
        <translation>kein fehlerhaftes Teil bekannt</translation>
    </message>
    <message>
        <source>{n} good calibration images prove: at most {bound} % (95 % confidence).</source>
        <translation>Mit {n} Gutbildern aus der Kalibrierung nachgewiesen: höchstens {bound}&#xa0;% (Vertrauensniveau 95&#xa0;%).</translation>
    </message>
    <message>
        <source>To prove {wish} %, add {images} good images to the category, a fifth of which is held out.</source>
        <translation>Um {wish}&#xa0;% nachzuweisen, fügen Sie der Kategorie {images} Gutbilder hinzu, von denen ein Fünftel zurückgehalten wird.</translation>
    </message>
    <message>
        <source>Both thresholds are the same: no part goes to REVIEW by its score.</source>
        <translation>Beide Schwellen sind gleich: Kein Teil geht wegen seines Werts in REVIEW.</translation>
    </message>
</context>
<context>
    <name>ImageTraining</name>
    <message>
        <source>The share of good parts that may be rejected</source>
        <translation>Anteil der Gutteile, die zurückgewiesen werden dürfen</translation>
    </message>
    <message>
        <source>The share of good parts that may be sent to review</source>
        <translation>Anteil der Gutteile, die zur Durchsicht gehen dürfen</translation>
    </message>
    <message>
        <source>Looking at the good images</source>
        <translation>Gutbilder werden angesehen</translation>
    </message>
    <message>
        <source>For these images</source>
        <translation>Für diese Bilder</translation>
    </message>
    <message>
        <source>Learning to locate the part</source>
        <translation>Lagefindung wird gelernt</translation>
    </message>
    <message>
        <source>Reading the good images</source>
        <translation>Gutbilder werden gelesen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Comparing good images with one another</source>
        <translation>Gutbilder werden miteinander verglichen</translation>
    </message>
    <message>
        <source>Calibrating on good images</source>
        <translation>Kalibrieren mit Gutbildern</translation>
    </message>
    <message>
        <source>Inspecting the test images</source>
        <translation>Testbilder werden geprüft</translation>
    </message>
    <message>
        <source>A larger input size shows finer defects, and more good images allow narrower thresholds.</source>
        <translation>Eine größere Eingabegröße zeigt feinere Fehler, und mehr Gutbilder erlauben engere Schwellen.</translation>
    </message>
    <message>
        <source>A defect among the good images that were learned would widen the thresholds like this: look for it on the Category screen.</source>
        <translation>Ein Fehler unter den gelernten Gutbildern würde die Schwellen so weiten: Suchen Sie ihn in der Ansicht „Kategorie“.</translation>
    </message>
    <message>
        <source>{n} good images that were not learned prove: at most {bound} of good parts are rejected (95 % confidence).</source>
        <translation>Mit {n} Gutbildern, die nicht gelernt wurden, nachgewiesen: Höchstens {bound} der Gutteile werden zurückgewiesen (Vertrauensniveau 95&#xa0;%).</translation>
    </message>
    <message>
        <source>{n} good images, each judged by a model that learned the others: about {share} of good parts are expected to be rejected. Not proven.</source>
        <translation>{n} Gutbilder, jedes von einem Modell beurteilt, das die anderen gelernt hat: Erwartet wird, dass etwa {share} der Gutteile zurückgewiesen werden. Nicht nachgewiesen.</translation>
    </message>
    <message>
        <source>Both thresholds are the same: no part goes to REVIEW by its score.</source>
        <translation>Beide Schwellen sind gleich: Kein Teil geht wegen seines Werts in REVIEW.</translation>
    </message>
    <message>
        <source>Train again with &quot;Always calibrate on all good images&quot;, below Advanced, or with more good images.</source>
        <translation>Lernen Sie mit „Immer mit allen Gutbildern kalibrieren“ (unter „Erweitert“) oder mit mehr Gutbildern neu an.</translation>
    </message>
    <message>
        <source>Train again with more good images.</source>
        <translation>Lernen Sie mit mehr Gutbildern neu an.</translation>
    </message>
    <message>
        <source>{good} good images for training, from {folders}. Each image that sets the thresholds is judged by a model that has not learned it.</source>
        <translation>{good} Gutbilder zum Anlernen, aus {folders}. Jedes Bild, das die Schwellen setzt, beurteilt ein Modell, das es nicht gelernt hat.</translation>
    </message>
    <message>
        <source>Afterwards, the new model inspects {test} test images and says how many defects it finds.</source>
        <translation>Danach prüft das neue Modell {test} Testbilder und sagt, wie viele Fehler es findet.</translation>
    </message>
    <message>
        <source>There are no test images. To find out how many defects the model finds, mark defective images on the screen Category, or inspect some afterwards.</source>
        <translation>Es gibt keine Testbilder. Um zu erfahren, wie viele Fehler das Modell findet, markieren Sie fehlerhafte Bilder in der Ansicht „Kategorie“, oder prüfen Sie danach einige.</translation>
    </message>
    <message>
        <source>The model is finished. There was nothing to test it on: the results show the good images that set the thresholds.</source>
        <translation>Das Modell ist fertig. Es gab nichts, woran es sich testen ließ: Die Ergebnisse zeigen die Gutbilder, mit denen die Schwellen gesetzt wurden.</translation>
    </message>
    <message>
        <source>No defective part was tested, so nothing is known of what it finds.</source>
        <translation>Es wurde kein fehlerhaftes Teil geprüft; was das Modell findet, ist daher nicht bekannt.</translation>
    </message>
    <message>
        <source>Finds all {defective} defects.</source>
        <translation>Findet alle {defective} Fehler.</translation>
    </message>
    <message>
        <source>Finds {found} of {defective} defects and sends {review} to review; misses none.</source>
        <translation>Findet {found} von {defective} Fehlern und gibt {review} zur Durchsicht; übersieht keinen.</translation>
    </message>
    <message>
        <source>Finds {found} of {defective} defects; misses {missed}.</source>
        <translation>Findet {found} von {defective} Fehlern; übersieht {missed}.</translation>
    </message>
    <message>
        <source>Finds {found} of {defective} defects and sends {review} to review; misses {missed}.</source>
        <translation>Findet {found} von {defective} Fehlern und gibt {review} zur Durchsicht; übersieht {missed}.</translation>
    </message>
    <message>
        <source>Rejects {rejected} of {good} good parts.</source>
        <translation>Weist {rejected} von {good} Gutteilen zurück.</translation>
    </message>
</context>
<context>
    <name>ImageViewer</name>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>State in the part properties how the part is located</source>
        <translation>Geben Sie bei den Eigenschaften der Teile an, wie die Lage gefunden wird</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Remove the selected region</source>
        <translation>Den gewählten Bereich entfernen</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
</context>
<context>
    <name>InspectColumn</name>
    <message>
        <source>Progress of the batch</source>
        <translation>Fortschritt des Prüflaufs</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>What to inspect</source>
        <translation>Was geprüft wird</translation>
    </message>
    <message>
        <source>The PIN that leaves the operator view</source>
        <translation>Die PIN, mit der man die Bedieneransicht verlässt</translation>
    </message>
    <message>
        <source>The model {name} is no longer there: choose another one.</source>
        <translation>Das Modell {name} gibt es nicht mehr: Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Or put the folder of a model that was trained elsewhere into {folder}.</source>
        <translation>Oder legen Sie den Ordner eines anderswo angelernten Modells in {folder} ab.</translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message>
        <source>Discard an interrupted run</source>
        <translation>Unterbrochenen Prüflauf verwerfen</translation>
    </message>
    <message>
        <source>The interrupted run is discarded; Undo brings it back.</source>
        <translation>Der unterbrochene Prüflauf ist verworfen; „Rückgängig“ holt ihn zurück.</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Parts that were NG before can pass with this model.</source>
        <translation>Mit diesem Modell können Teile durchgehen, die zuvor NG waren.</translation>
    </message>
    <message>
        <source>Choose a folder first.</source>
        <translation>Zuerst einen Ordner wählen.</translation>
    </message>
    <message>
        <source>Ready to watch the folder</source>
        <translation>Bereit, den Ordner zu überwachen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell anlernen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Watch the folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>Open in Review</source>
        <translation>In der Durchsicht öffnen</translation>
    </message>
    <message>
        <source>Export CSV …</source>
        <translation>CSV exportieren …</translation>
    </message>
    <message>
        <source>HTML report …</source>
        <translation>HTML-Bericht …</translation>
    </message>
    <message>
        <source>PIN …</source>
        <translation>PIN …</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>Schlechteste zuerst</translation>
    </message>
    <message>
        <source>Sort by score while the batch goes on, so that the worst is always on top</source>
        <translation>Während der Prüfung nach Wert sortieren, sodass das Schlechteste immer oben steht</translation>
    </message>
</context>
<context>
    <name>InspectScreen</name>
    <message>
        <source>Operator view</source>
        <translation>Bedieneransicht</translation>
    </message>
    <message>
        <source>Choose a category</source>
        <translation>Kategorie wählen</translation>
    </message>
    <message>
        <source>No category is open</source>
        <translation>Keine Kategorie geöffnet</translation>
    </message>
    <message>
        <source>Open a folder of images of good parts and train a model on them; then inspect parts here.</source>
        <translation>Öffnen Sie einen Ordner mit Bildern von Gutteilen und lernen Sie damit ein Modell an; dann prüfen Sie hier Teile.</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Prüfen</translation>
    </message>
</context>
<context>
    <name>InspectView</name>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>{back} · newest: {verdict}</source>
        <translation>{back} · neuestes: {verdict}</translation>
    </message>
</context>
<context>
    <name>InspectionList</name>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Review state</source>
        <translation>Stand der Durchsicht</translation>
    </message>
    <message>
        <source>Type of defect</source>
        <translation>Fehlerart</translation>
    </message>
    <message>
        <source>Order of the parts</source>
        <translation>Reihenfolge der Teile</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>Schlechteste zuerst</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>As inspected</source>
        <translation>Wie geprüft</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>Alle Urteile</translation>
    </message>
    <message>
        <source>could not be inspected</source>
        <translation>nicht prüfbar</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Alle Klassen</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Alle Fehlerarten</translation>
    </message>
    <message>
        <source>without a type</source>
        <translation>ohne Fehlerart</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Parts, worst first</source>
        <translation>Teile, das schlechteste zuerst</translation>
    </message>
    <message>
        <source>{shown} of {all} parts, {reviewed} reviewed</source>
        <translation>{shown} von {all} Teilen, {reviewed} durchgesehen</translation>
    </message>
</context>
<context>
    <name>InterruptedCard</name>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Resume: {what}</source>
        <translation>Fortsetzen: {what}</translation>
    </message>
    <message>
        <source>Discard: {what}</source>
        <translation>Verwerfen: {what}</translation>
    </message>
</context>
<context>
    <name>InterruptedTrainings</name>
    <message>
        <source>Discard an interrupted training</source>
        <translation>Unterbrochenes Anlernen verwerfen</translation>
    </message>
    <message>
        <source>The interrupted training is discarded. Undo brings it back.</source>
        <translation>Das unterbrochene Anlernen ist verworfen. „Rückgängig“ bringt es zurück.</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is being trained: {user} has been working on it on {host} since {since}.</source>
        <translation>„{name}“ wird gerade angelernt: {user} arbeitet seit {since} auf {host} daran.</translation>
    </message>
    <message>
        <source>Training &quot;{name}&quot; stopped at step {step}.</source>
        <translation>Anlernen von „{name}“: angehalten bei Schritt {step}.</translation>
    </message>
    <message>
        <source>Training &quot;{name}&quot; stopped at step {step} of {steps}.</source>
        <translation>Anlernen von „{name}“: angehalten bei Schritt {step} von {steps}.</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Background progress</source>
        <translation>Fortschritt im Hintergrund</translation>
    </message>
    <message>
        <source>Stop what runs in the background</source>
        <translation>Anhalten, was im Hintergrund läuft</translation>
    </message>
    <message>
        <source>Stopping: {title}</source>
        <translation>Wird angehalten: {title}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Leave the operator view</source>
        <translation>Bedieneransicht verlassen</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>This is not the PIN.</source>
        <translation>Das ist nicht die PIN.</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>{name}: being written by {user} on {host} since {since}</source>
        <translation>{name}: wird seit {since} von {user} auf {host} geschrieben</translation>
    </message>
</context>
<context>
    <name>LocatingPreview</name>
    <message>
        <source>How parts are located</source>
        <translation>So wird die Lage der Teile gefunden</translation>
    </message>
    <message>
        <source>Learning from the good images where the part is …</source>
        <translation>Anhand der Gutbilder wird gelernt, wo das Teil liegt …</translation>
    </message>
    <message>
        <source>Progress of locating</source>
        <translation>Fortschritt der Lagefindung</translation>
    </message>
    <message>
        <source>Good images with the located part</source>
        <translation>Gutbilder mit dem gefundenen Teil</translation>
    </message>
    <message>
        <source>The line frames the field that is evaluated: it turns and moves with the part.</source>
        <translation>Die Linie umrahmt das Feld, das ausgewertet wird: Es dreht und verschiebt sich mit dem Teil.</translation>
    </message>
    <message>
        <source>The good parts lie in one pose already, or no part stands out from its surroundings. Nothing is located; images are judged as they are.</source>
        <translation>Die Gutteile liegen schon in einheitlicher Lage, oder kein Teil hebt sich von seiner Umgebung ab. Es wird keine Lage gesucht; die Bilder werden beurteilt, wie sie sind.</translation>
    </message>
    <message>
        <source>Found in {found} of {shown} good images.</source>
        <translation>In {found} von {shown} Gutbildern gefunden.</translation>
    </message>
    <message>
        <source>An image in which the part is not found is left out of the training.</source>
        <translation>Ein Bild, in dem das Teil nicht gefunden wird, wird nicht angelernt.</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Losses by step</source>
        <translation>Verluste je Schritt</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open a category: a folder of images or of videos</source>
        <translation>Eine Kategorie öffnen: einen Ordner mit Bildern oder mit Videos</translation>
    </message>
    <message>
        <source>There is nothing to inspect in the clipboard.</source>
        <translation>In der Zwischenablage ist nichts, was sich prüfen lässt.</translation>
    </message>
    <message>
        <source>A picture alone is no clip. Copy videos or folders of frames, and paste those.</source>
        <translation>Ein einzelnes Bild ist kein Video. Kopieren Sie Videos oder Ordner mit Einzelbildern und fügen Sie diese ein.</translation>
    </message>
    <message>
        <source>Close Inspector?</source>
        <translation>Inspector schließen?</translation>
    </message>
    <message>
        <source>Still running: {jobs}.</source>
        <translation>Noch in Arbeit: {jobs}.</translation>
    </message>
    <message>
        <source>Finished work is saved. To resume, open the category again.</source>
        <translation>Was fertig ist, bleibt erhalten. Wenn Sie die Kategorie wieder öffnen, können Sie an dieser Stelle fortsetzen.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>Saving finished work …</source>
        <translation>Fertiges wird gespeichert …</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>&amp;Open category …</source>
        <translation>Kategorie ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Read the &amp;folder again</source>
        <translation>&amp;Ordner neu einlesen</translation>
    </message>
    <message>
        <source>Open the &amp;demonstration</source>
        <translation>&amp;Demonstration öffnen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Paste to inspect</source>
        <translation>Zum Prüfen &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>L&amp;ight</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>The language changes the next time Inspector starts.</source>
        <translation>Die Sprache wechselt beim nächsten Start von Inspector.</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>&amp;Undo: {what}</source>
        <translation>&amp;Rückgängig: {what}</translation>
    </message>
</context>
<context>
    <name>MarkBar</name>
    <message>
        <source>Mark as good</source>
        <translation>Als gut markieren</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Mark as defective</source>
        <translation>Als fehlerhaft markieren</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Remove mark</source>
        <translation>Markierung entfernen</translation>
    </message>
    <message>
        <source>Selected: {count} of {total}</source>
        <translation>Gewählt: {count}/{total}</translation>
    </message>
    <message>
        <source>marked as good</source>
        <translation>als gut markiert</translation>
    </message>
    <message>
        <source>marked as defective</source>
        <translation>als fehlerhaft markiert</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>ignoriert</translation>
    </message>
</context>
<context>
    <name>MethodForm</name>
    <message>
        <source>&quot;{name}&quot; is not a valid model name; use letters, digits, - and _.</source>
        <translation>„{name}“ ist kein gültiger Modellname; erlaubt sind Buchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>For comparison:</source>
        <translation>Zum Vergleich:</translation>
    </message>
    <message>
        <source>The same seed gives the same model</source>
        <translation>Derselbe Startwert ergibt dasselbe Modell</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Model name</source>
        <translation>Modellname</translation>
    </message>
    <message>
        <source>False-reject budget</source>
        <translation>Pseudoausschuss höchstens</translation>
    </message>
    <message>
        <source>Review budget</source>
        <translation>Durchsicht höchstens</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>For video frames: small and quick.</source>
        <translation>Für Videobilder: klein und schnell.</translation>
    </message>
    <message>
        <source>With the pretrained network that is installed: about a minute on an office computer.</source>
        <translation>Mit dem installierten vortrainierten Netz: etwa eine Minute auf einem Bürorechner.</translation>
    </message>
    <message>
        <source>Small and quick: minutes on an office computer, less sharp on the finest defects.</source>
        <translation>Klein und schnell: Minuten auf einem Bürorechner, bei feinsten Fehlern weniger scharf.</translation>
    </message>
    <message>
        <source>Larger images and longer training: sharper, but slow without a graphics card.</source>
        <translation>Größere Bilder und längeres Anlernen: schärfer, ohne Grafikkarte langsam.</translation>
    </message>
    <message>
        <source>As published, for comparison; takes hours without a graphics card.</source>
        <translation>Wie in der Veröffentlichung: zum Vergleich mit ihr; dauert ohne Grafikkarte Stunden.</translation>
    </message>
    <message>
        <source>Small and quick: one pass over the good images, less sharp on the finest defects.</source>
        <translation>Klein und schnell: ein Durchgang durch die Gutbilder, bei feinsten Fehlern weniger scharf.</translation>
    </message>
    <message>
        <source>Larger images: sharper, but slower and with more memory.</source>
        <translation>Größere Bilder: schärfer, aber langsamer und mit mehr Speicher.</translation>
    </message>
    <message>
        <source>As published, for comparison; one pass, but slow without a graphics card.</source>
        <translation>Wie in der Veröffentlichung, zum Vergleich; ein Durchgang, aber ohne Grafikkarte langsam.</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>NG above {reject}; no score leads to REVIEW</source>
        <translation>NG über {reject}; kein Wert führt zu REVIEW</translation>
    </message>
    <message>
        <source>Review above {review}, reject above {reject}</source>
        <translation>REVIEW über {review}, NG über {reject}</translation>
    </message>
    <message>
        <source>Review above {review}, reject above {reject} (raw scores)</source>
        <translation>REVIEW über {review}, NG über {reject} (Rohwerte)</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Model details</source>
        <translation>Einzelheiten zum Modell</translation>
    </message>
    <message>
        <source>It cannot be used. Everything else is intact.</source>
        <translation>So ist es nicht verwendbar. Alles andere ist unversehrt.</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>Wie gut es ist</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>Calibrated on</source>
        <translation>Kalibriert mit</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>Proven false rejects</source>
        <translation>Pseudoausschuss</translation>
    </message>
    <message>
        <source>Training data</source>
        <translation>Was es gelernt hat</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Changed settings</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Gelernt aus</translation>
    </message>
    <message>
        <source>Select a model to see its details.</source>
        <translation>Wählen Sie ein Modell, um seine Einzelheiten zu sehen.</translation>
    </message>
    <message>
        <source>Review above (raw)</source>
        <translation>REVIEW über (roh)</translation>
    </message>
    <message>
        <source>NG above (raw)</source>
        <translation>NG über (roh)</translation>
    </message>
    <message>
        <source>Confirmed parts</source>
        <translation>Bestätigte Teile</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>located before it is judged</source>
        <translation>wird vor dem Urteil in seiner Lage gefunden</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Wie es entstand</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>{user} on {host}</source>
        <translation>{user} auf {host}</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Threshold history</source>
        <translation>Verlauf der Schwellen</translation>
    </message>
    <message>
        <source>Unchanged since the training, whose false-reject budget was {wish}.</source>
        <translation>Unverändert seit dem Anlernen, für das höchstens {wish} Pseudoausschuss verlangt war.</translation>
    </message>
    <message>
        <source>{auroc}, without {n} test images that it learned as good or that set its thresholds</source>
        <translation>{auroc}, ohne {n} Testbilder, die es als gut gelernt hat oder nach denen seine Schwellen gewählt sind</translation>
    </message>
    <message>
        <source>all of them, each judged by a model that learned the others</source>
        <translation>allen, jedes beurteilt von einem Modell, das die anderen gelernt hat</translation>
    </message>
    <message>
        <source>{held_out}, held out</source>
        <translation>{held_out}, zurückgehalten</translation>
    </message>
    <message>
        <source>each shows {side} px of the image along a side</source>
        <translation>jede zeigt {side}&#xa0;px des Bildes entlang einer Seite</translation>
    </message>
    <message>
        <source>Expected false rejects</source>
        <translation>Pseudoausschuss</translation>
    </message>
    <message>
        <source>about {share}, not proven</source>
        <translation>etwa {share} erwartet, nicht nachgewiesen</translation>
    </message>
    <message>
        <source>{parts} of {run}, by {people}</source>
        <translation>{parts} aus {run}, von {people}</translation>
    </message>
    <message>
        <source>unknown: the weights cannot be read</source>
        <translation>unbekannt: Die Gewichte sind nicht lesbar</translation>
    </message>
</context>
<context>
    <name>ModelsScreen</name>
    <message>
        <source>Train a model</source>
        <translation>Modell anlernen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>Modell umbenennen</translation>
    </message>
    <message>
        <source>New name of {name}:</source>
        <translation>Neuer Name von {name}:</translation>
    </message>
    <message>
        <source>renaming {name}</source>
        <translation>Umbenennen von {name}</translation>
    </message>
    <message>
        <source>deleting {names}</source>
        <translation>Löschen von {names}</translation>
    </message>
    <message>
        <source>Deleted: {names}. Press Ctrl+Z to restore.</source>
        <translation>Gelöscht: {names}. Strg+Z macht es rückgängig.</translation>
    </message>
    <message>
        <source>Export for the line</source>
        <translation>Für die Linie exportieren</translation>
    </message>
    <message>
        <source>ONNX file (*.onnx)</source>
        <translation>ONNX-Datei (*.onnx)</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} wird exportiert</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Reading the models …</source>
        <translation>Modelle werden gelesen …</translation>
    </message>
    <message>
        <source>Stopped. The next comparison resumes from what is finished.</source>
        <translation>Angehalten. Der nächste Vergleich setzt bei dem fort, was fertig ist.</translation>
    </message>
    <message>
        <source>Export for the line …</source>
        <translation>Für die Linie exportieren …</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Open test results</source>
        <translation>Testergebnisse öffnen</translation>
    </message>
    <message>
        <source>Inspect with this model</source>
        <translation>Mit diesem Modell prüfen</translation>
    </message>
    <message>
        <source>Back to the models</source>
        <translation>Zurück zu den Modellen</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>A und B tauschen</translation>
    </message>
    <message>
        <source>No category is open</source>
        <translation>Keine Kategorie geöffnet</translation>
    </message>
    <message>
        <source>Press Ctrl+O to open a folder of images or videos. Models trained on it are listed here.</source>
        <translation>Öffnen Sie mit Strg+O einen Ordner mit Bildern oder Videos. Die damit angelernten Modelle stehen dann hier.</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>Noch keine Modelle</translation>
    </message>
    <message>
        <source>Train a model on the good images or videos of this category. It is then listed here.</source>
        <translation>Lernen Sie ein Modell aus den Gutbildern oder guten Videos dieser Kategorie an. Es steht dann hier.</translation>
    </message>
    <message>
        <source>Comparing {first} with {second}</source>
        <translation>{first} wird mit {second} verglichen</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>Angehalten. Nichts wurde geschrieben.</translation>
    </message>
</context>
<context>
    <name>ModelsTable</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Gelernt aus</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>{preset}, changed</source>
        <translation>{preset}, geändert</translation>
    </message>
    <message>
        <source>{name} (unusable)</source>
        <translation>{name} (unbrauchbar)</translation>
    </message>
</context>
<context>
    <name>MovedThresholds</name>
    <message>
        <source>The thresholds that you moved are not applied. The run has them when it is opened again.</source>
        <translation>Die verschobenen Schwellen wurden nicht gesetzt. Beim nächsten Öffnen sind sie wieder da.</translation>
    </message>
    <message>
        <source>Shown with the thresholds that you moved and did not apply.</source>
        <translation>Angezeigt mit den Schwellen, die Sie verschoben und nicht gesetzt haben.</translation>
    </message>
    <message>
        <source>Other thresholds are in force by now: those that you moved before are dropped.</source>
        <translation>Inzwischen gelten andere Schwellen: Die zuvor verschobenen wurden verworfen.</translation>
    </message>
</context>
<context>
    <name>Needs</name>
    <message>
        <source>needs a category of images</source>
        <translation>braucht eine Kategorie mit Bildern</translation>
    </message>
    <message>
        <source>needs a selected image</source>
        <translation>braucht ein ausgewähltes Bild</translation>
    </message>
    <message>
        <source>needs a selected clip</source>
        <translation>braucht ein ausgewähltes Video</translation>
    </message>
    <message>
        <source>needs a clip with frames</source>
        <translation>braucht ein Video mit Bildern</translation>
    </message>
    <message>
        <source>needs a category</source>
        <translation>braucht eine Kategorie</translation>
    </message>
    <message>
        <source>needs a running batch</source>
        <translation>braucht eine laufende Prüfung</translation>
    </message>
    <message>
        <source>needs a category and no running batch</source>
        <translation>braucht eine Kategorie und keine laufende Prüfung</translation>
    </message>
    <message>
        <source>needs a choice of folders alone and no running batch</source>
        <translation>braucht eine Auswahl nur aus Ordnern und keine laufende Prüfung</translation>
    </message>
    <message>
        <source>needs a model, a choice to inspect and no running batch</source>
        <translation>braucht ein Modell, eine Auswahl und keine laufende Prüfung</translation>
    </message>
    <message>
        <source>needs a test set and no running batch</source>
        <translation>braucht einen Testsatz und keine laufende Prüfung</translation>
    </message>
    <message>
        <source>needs a batch that has ended</source>
        <translation>braucht eine beendete Prüfung</translation>
    </message>
    <message>
        <source>needs something that runs</source>
        <translation>braucht eine laufende Arbeit</translation>
    </message>
    <message>
        <source>needs something to undo</source>
        <translation>braucht etwas zum Rückgängigmachen</translation>
    </message>
    <message>
        <source>needs something to redo</source>
        <translation>braucht etwas zum Wiederherstellen</translation>
    </message>
    <message>
        <source>needs a model that can be exported, selected alone</source>
        <translation>braucht genau ein ausgewähltes Modell, das exportiert werden kann</translation>
    </message>
    <message>
        <source>needs two selected models</source>
        <translation>braucht zwei ausgewählte Modelle</translation>
    </message>
    <message>
        <source>needs a running export or comparison</source>
        <translation>braucht einen laufenden Export oder Vergleich</translation>
    </message>
    <message>
        <source>needs an open comparison</source>
        <translation>braucht einen geöffneten Vergleich</translation>
    </message>
    <message>
        <source>needs a part with a defect</source>
        <translation>braucht ein Teil mit Fehler</translation>
    </message>
    <message>
        <source>needs a selected defect and a type with this digit</source>
        <translation>braucht einen ausgewählten Fehler und eine Fehlerart mit dieser Ziffer</translation>
    </message>
    <message>
        <source>needs a defect with a proposed type</source>
        <translation>braucht einen Fehler mit vorgeschlagener Fehlerart</translation>
    </message>
    <message>
        <source>needs a defect with a type</source>
        <translation>braucht einen Fehler mit Fehlerart</translation>
    </message>
    <message>
        <source>needs a selected part</source>
        <translation>braucht ein ausgewähltes Teil</translation>
    </message>
    <message>
        <source>needs a part with a heatmap</source>
        <translation>braucht ein Teil mit Heatmap</translation>
    </message>
    <message>
        <source>needs a selected part and the run&apos;s model</source>
        <translation>braucht ein ausgewähltes Teil und das Modell des Prüflaufs</translation>
    </message>
    <message>
        <source>needs a part with a ground truth</source>
        <translation>braucht ein Teil mit Fehlermaske</translation>
    </message>
    <message>
        <source>needs Why? with its pictures</source>
        <translation>braucht die Bilder von „Warum?“</translation>
    </message>
    <message>
        <source>needs a picture</source>
        <translation>braucht ein Bild</translation>
    </message>
    <message>
        <source>needs an open run</source>
        <translation>braucht einen geöffneten Prüflauf</translation>
    </message>
    <message>
        <source>needs an open run and its model</source>
        <translation>braucht einen geöffneten Prüflauf und sein Modell</translation>
    </message>
    <message>
        <source>needs thresholds that were moved</source>
        <translation>braucht verschobene Schwellen</translation>
    </message>
    <message>
        <source>needs thresholds that were moved, and the run&apos;s model</source>
        <translation>braucht verschobene Schwellen und das Modell des Prüflaufs</translation>
    </message>
    <message>
        <source>needs an open run of clips</source>
        <translation>braucht einen geöffneten Prüflauf mit Videos</translation>
    </message>
    <message>
        <source>needs a selected event or clip</source>
        <translation>braucht ein ausgewähltes Ereignis oder Video</translation>
    </message>
    <message>
        <source>needs a selected event</source>
        <translation>braucht ein ausgewähltes Ereignis</translation>
    </message>
    <message>
        <source>needs a selected event and the run&apos;s model</source>
        <translation>braucht ein ausgewähltes Ereignis und das Modell des Prüflaufs</translation>
    </message>
    <message>
        <source>needs a running training</source>
        <translation>braucht ein laufendes Anlernen</translation>
    </message>
    <message>
        <source>needs a category and complete settings, no training</source>
        <translation>braucht eine Kategorie und vollständige Angaben, kein laufendes Anlernen</translation>
    </message>
    <message>
        <source>needs a selected model</source>
        <translation>braucht ein ausgewähltes Modell</translation>
    </message>
    <message>
        <source>needs a model that is selected alone</source>
        <translation>braucht genau ein ausgewähltes Modell</translation>
    </message>
    <message>
        <source>needs a sound model that is selected alone</source>
        <translation>braucht genau ein ausgewähltes, lesbares Modell</translation>
    </message>
    <message>
        <source>needs a model with test results, selected alone</source>
        <translation>braucht genau ein ausgewähltes Modell mit Testergebnissen</translation>
    </message>
    <message>
        <source>needs parts or clips confirmed as good, and the run&apos;s model</source>
        <translation>braucht als gut bestätigte Teile oder Videos und das Modell des Prüflaufs</translation>
    </message>
</context>
<context>
    <name>OperatorView</name>
    <message>
        <source>Inspector – operator view</source>
        <translation>Inspector – Bedieneransicht</translation>
    </message>
    <message>
        <source>Start, stop or resume</source>
        <translation>Starten, anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Inspecting</source>
        <translation>Prüfung läuft</translation>
    </message>
    <message>
        <source>Inspecting · {time} left</source>
        <translation>Prüfung läuft · noch {time}</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>Fortschritt des Prüflaufs</translation>
    </message>
</context>
<context>
    <name>OutcomeCard</name>
    <message>
        <source>Train to the end</source>
        <translation>Zu Ende anlernen</translation>
    </message>
    <message>
        <source>Open test results</source>
        <translation>Testergebnisse öffnen</translation>
    </message>
    <message>
        <source>Inspect with this model</source>
        <translation>Mit diesem Modell prüfen</translation>
    </message>
    <message>
        <source>Back to the category</source>
        <translation>Zurück zur Kategorie</translation>
    </message>
    <message>
        <source>Open the results</source>
        <translation>Ergebnisse öffnen</translation>
    </message>
    <message>
        <source>Learning was stopped early, at step {step} of {steps}: trained to the end, the model may find more.</source>
        <translation>Das Anlernen wurde vorzeitig beendet, bei Schritt {step} von {steps}: Zu Ende angelernt findet das Modell vielleicht mehr.</translation>
    </message>
    <message>
        <source>Try {method}. {why}</source>
        <translation>Probieren Sie {method}. {why}</translation>
    </message>
    <message>
        <source>Use {method}</source>
        <translation>{method} verwenden</translation>
    </message>
    <message>
        <source>The model is finished.</source>
        <translation>Das Modell ist fertig.</translation>
    </message>
</context>
<context>
    <name>OutcomeDialog</name>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>{clips} with {frames}, {abnormal} of them abnormal</source>
        <translation>{clips} mit {frames}, davon {abnormal} auffällig</translation>
    </message>
    <message>
        <source>{n} clip</source>
        <translation>{n} Video</translation>
    </message>
    <message>
        <source>{n} clips</source>
        <translation>{n} Videos</translation>
    </message>
    <message>
        <source>{n} frame</source>
        <translation>{n} Bild</translation>
    </message>
    <message>
        <source>{n} frames</source>
        <translation>{n} Bilder</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>Arbeitspunkt</translation>
    </message>
    <message>
        <source>OK up to {reject}, NG above; no score leads to REVIEW, as both thresholds are the same; raw score {raw_reject}</source>
        <translation>OK bis {reject}, darüber NG; kein Wert führt zu REVIEW, da beide Schwellen gleich sind; Rohwert {raw_reject}</translation>
    </message>
    <message>
        <source>OK up to {review} (review threshold), REVIEW up to {reject} (reject threshold), NG above; raw scores {raw_review} and {raw_reject}</source>
        <translation>OK bis {review} (REVIEW-Schwelle), REVIEW bis {reject} (NG-Schwelle), darüber NG; Rohwerte {raw_review} und {raw_reject}</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>{n} stretch</source>
        <translation>{n} Abschnitt</translation>
    </message>
    <message>
        <source>{n} stretches</source>
        <translation>{n} Abschnitte</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>on frame scores, and at the operating point</source>
        <translation>nach den Werten der Bilder, und am Arbeitspunkt</translation>
    </message>
    <message>
        <source>Frame AUROC</source>
        <translation>AUROC der Bilder</translation>
    </message>
    <message>
        <source>all frames together, streaming</source>
        <translation>alle Bilder zusammen, im Durchlauf</translation>
    </message>
    <message>
        <source>regions detected</source>
        <translation>erkannte Bereiche</translation>
    </message>
    <message>
        <source>tracks detected, linked by overlap</source>
        <translation>erkannte Spuren, durch Überdeckung verbunden</translation>
    </message>
    <message>
        <source>Events found</source>
        <translation>Gefundene Ereignisse</translation>
    </message>
    <message>
        <source>labelled intervals with an alarm</source>
        <translation>bekannte Zeiträume mit Alarm</translation>
    </message>
    <message>
        <source>normal frames</source>
        <translation>normale Bilder</translation>
    </message>
    <message>
        <source>micro: all frames together</source>
        <translation>mikro: alle Bilder zusammen</translation>
    </message>
    <message>
        <source>macro: mean of clips</source>
        <translation>makro: Mittel der Videos</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Streaming: as inspected, frame by frame</source>
        <translation>Im Durchlauf: wie geprüft, Bild für Bild</translation>
    </message>
    <message>
        <source>Offline: smoothed over the whole clip</source>
        <translation>Nachträglich: über das ganze Video geglättet</translation>
    </message>
    <message>
        <source>Offline, each clip scaled by its own range</source>
        <translation>Nachträglich, jedes Video auf seinen eigenen Wertebereich bezogen</translation>
    </message>
    <message>
        <source>0 is a typical good stretch, above 1 is NG</source>
        <translation>0 ist ein typischer guter Abschnitt, über 1 ist NG</translation>
    </message>
    <message>
        <source>Scores are absolute: the same height means the same in every clip. Each column of a timeline is the worst of its frames.</source>
        <translation>Die Werte sind absolut: Gleiche Höhe bedeutet in jedem Video dasselbe. Jede Säule einer Zeitleiste zeigt das schlechteste ihrer Bilder.</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>Auffällig</translation>
    </message>
    <message>
        <source>Highest score</source>
        <translation>Höchster Wert</translation>
    </message>
    <message>
        <source>{found} of {events}</source>
        <translation>{found} von {events}</translation>
    </message>
    <message>
        <source>raw score {score}</source>
        <translation>Rohwert {score}</translation>
    </message>
    <message>
        <source>label {label}</source>
        <translation>Klasse {label}</translation>
    </message>
    <message>
        <source>No frame of this clip could be inspected.</source>
        <translation>Kein Bild dieses Videos konnte geprüft werden.</translation>
    </message>
    <message>
        <source>{n} broke off or could not be read</source>
        <translation>{n} abgebrochen oder nicht lesbar</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Angelernt</translation>
    </message>
    <message>
        <source>on {clips} of {category}</source>
        <translation>{clips} von {category}</translation>
    </message>
    <message>
        <source>{n} good clip</source>
        <translation>{n} gutes Video</translation>
    </message>
    <message>
        <source>{n} good clips</source>
        <translation>{n} gute Videos</translation>
    </message>
    <message>
        <source>{n} event</source>
        <translation>{n} Ereignis</translation>
    </message>
    <message>
        <source>{n} events</source>
        <translation>{n} Ereignisse</translation>
    </message>
    <message>
        <source>On {stretches} of good video that the training did not use</source>
        <translation>{stretches} guter Videos, die nicht angelernt wurden</translation>
    </message>
    <message>
        <source>{seconds}&amp;nbsp;s each</source>
        <translation>je {seconds}&amp;nbsp;s</translation>
    </message>
    <message>
        <source>{frames} each</source>
        <translation>je {frames}</translation>
    </message>
    <message>
        <source>each decided by its worst event</source>
        <translation>jedes nach seinem schlimmsten Ereignis beurteilt</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>NG events</source>
        <translation>NG-Ereignisse</translation>
    </message>
    <message>
        <source>REVIEW events</source>
        <translation>REVIEW-Ereignisse</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Lost frames</source>
        <translation>Verlorene Bilder</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>nicht gelesen</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>not inspected</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>Timelines and events</source>
        <translation>Zeitleisten und Ereignisse</translation>
    </message>
    <message>
        <source>A score of 0 is a typical good stretch, above 1 is NG. Scores and colours are absolute: the same height and the same colour mean the same in every clip that this model inspects. Each column of a timeline shows the worst of its frames.</source>
        <translation>Ein Wert von 0 ist ein typischer guter Abschnitt, über 1 ist NG. Werte und Farben sind absolut: Gleiche Höhe und gleiche Farbe bedeuten dasselbe in jedem Video, das dieses Modell prüft. Jede Säule einer Zeitleiste zeigt das schlechteste ihrer Bilder.</translation>
    </message>
    <message>
        <source>The page shows {shown} of {clips}: those that broke off, and the worst.</source>
        <translation>Die Seite zeigt {shown} (insgesamt {clips}): die abgebrochenen und die schlechtesten.</translation>
    </message>
    <message>
        <source>Not inspected</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>{duration} at {rate} per second</source>
        <translation>{duration} mit {rate} Bildern je Sekunde</translation>
    </message>
    <message>
        <source>unknown frame rate</source>
        <translation>Bildrate unbekannt</translation>
    </message>
    <message>
        <source>{n} lost</source>
        <translation>{n} verloren</translation>
    </message>
    <message>
        <source>{n} doubtful, as frames before them are lost</source>
        <translation>{n} zweifelhaft, weil Bilder davor verloren sind</translation>
    </message>
    <message>
        <source>no motion in {n}</source>
        <translation>keine Bewegung in {n}</translation>
    </message>
    <message>
        <source>{error} The frames before it count.</source>
        <translation>{error} Die Bilder davor zählen.</translation>
    </message>
    <message>
        <source>This clip has no frames.</source>
        <translation>Dieses Video hat keine Bilder.</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Fehlerart</translation>
    </message>
    <message>
        <source>Worst at {moment}</source>
        <translation>Am schlimmsten bei {moment}</translation>
    </message>
    <message>
        <source>frame {n}</source>
        <translation>Bild {n}</translation>
    </message>
    <message>
        <source>{size} at ({left},&amp;nbsp;{top})</source>
        <translation>{size} bei ({left};&amp;nbsp;{top})</translation>
    </message>
    <message>
        <source>No events.</source>
        <translation>Keine Ereignisse.</translation>
    </message>
    <message>
        <source>Made {moment}</source>
        <translation>Erstellt am {moment}</translation>
    </message>
    <message>
        <source>at most {bound} of such stretches raise a false alarm (95&amp;nbsp;% confidence).</source>
        <translation>Höchstens {bound} solcher Abschnitte lösen einen Fehlalarm aus (Vertrauensniveau 95&amp;nbsp;%).</translation>
    </message>
    <message>
        <source>Colour scale of the heatmaps, from grey through dark red to yellow</source>
        <translation>Farbskala der Heatmaps, von Grau über Dunkelrot nach Gelb</translation>
    </message>
    <message>
        <source>and less: not drawn</source>
        <translation>und weniger: nicht gezeichnet</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>NG-Schwelle</translation>
    </message>
    <message>
        <source>and more</source>
        <translation>und mehr</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{count} of {total} {what}; 95&amp;nbsp;% interval {interval}</source>
        <translation>{count} von {total} ({what}); 95-%-Intervall {interval}</translation>
    </message>
    <message>
        <source>Scores over time with the review and the reject threshold</source>
        <translation>Werte über die Zeit mit der REVIEW- und der NG-Schwelle</translation>
    </message>
    <message>
        <source>labelled abnormal</source>
        <translation>als auffällig bekannt</translation>
    </message>
    <message>
        <source>lost frames</source>
        <translation>verlorene Bilder</translation>
    </message>
    <message>
        <source>no motion</source>
        <translation>keine Bewegung</translation>
    </message>
    <message>
        <source>Defect types</source>
        <translation>Fehlerarten</translation>
    </message>
    <message>
        <source>as people named the events, most frequent first</source>
        <translation>wie Personen die Ereignisse benannt haben, die häufigste zuerst</translation>
    </message>
    <message>
        <source>as people named the regions, most frequent first</source>
        <translation>wie Personen die Bereiche benannt haben, die häufigste zuerst</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Cumulative</source>
        <translation>Aufsummiert</translation>
    </message>
    <message>
        <source>{count} without a type.</source>
        <translation>Ohne Fehlerart: {count}.</translation>
    </message>
    <message>
        <source>{n} rejected event</source>
        <translation>{n} zurückgewiesenes Ereignis</translation>
    </message>
    <message>
        <source>{n} rejected events</source>
        <translation>{n} zurückgewiesene Ereignisse</translation>
    </message>
    <message>
        <source>{n} rejected part</source>
        <translation>{n} zurückgewiesenes Teil</translation>
    </message>
    <message>
        <source>{n} rejected parts</source>
        <translation>{n} zurückgewiesene Teile</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unklar</translation>
    </message>
    <message>
        <source>A person decided:</source>
        <translation>Entscheidung einer Person:</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Durchgesehen</translation>
    </message>
    <message>
        <source>{n} image</source>
        <translation>{n} Bild</translation>
    </message>
    <message>
        <source>{n} images</source>
        <translation>{n} Bilder</translation>
    </message>
    <message>
        <source>{n} could not be inspected</source>
        <translation>{n} nicht prüfbar</translation>
    </message>
    <message>
        <source>on {images}</source>
        <translation>{images}</translation>
    </message>
    <message>
        <source>{n} good image</source>
        <translation>{n} Gutbild</translation>
    </message>
    <message>
        <source>{n} good images</source>
        <translation>{n} Gutbilder</translation>
    </message>
    <message>
        <source>of {category}</source>
        <translation>von {category}</translation>
    </message>
    <message>
        <source>calibrated on all of them, each judged by a model that learned the others</source>
        <translation>kalibriert auf allen, jedes von einem Modell beurteilt, das die übrigen gelernt hat</translation>
    </message>
    <message>
        <source>{images} held out for calibration</source>
        <translation>{images} zum Kalibrieren zurückgehalten</translation>
    </message>
    <message>
        <source>{n} other good image</source>
        <translation>{n} weiteres Gutbild</translation>
    </message>
    <message>
        <source>{n} other good images</source>
        <translation>{n} weitere Gutbilder</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>Pseudoausschuss</translation>
    </message>
    <message>
        <source>About {share} of good parts are expected to be rejected</source>
        <translation>Erwartet: Etwa {share} der Gutteile werden zurückgewiesen</translation>
    </message>
    <message>
        <source>not proven, as the training used every good image.</source>
        <translation>nicht nachgewiesen, weil alle Gutbilder angelernt wurden.</translation>
    </message>
    <message>
        <source>On {images} that the training did not use: at most {bound} of good parts are rejected (95&amp;nbsp;% confidence)</source>
        <translation>{images}, die nicht angelernt wurden: Höchstens {bound} der Gutteile werden zurückgewiesen (Vertrauensniveau 95&amp;nbsp;%)</translation>
    </message>
    <message>
        <source>the budget was {wish}</source>
        <translation>verlangt waren höchstens {wish}</translation>
    </message>
    <message>
        <source>to prove the budget of {wish}, add {images} to the category, a fifth of which is held out</source>
        <translation>um die verlangten {wish} nachzuweisen, fehlen der Kategorie {images}, von denen ein Fünftel zurückgehalten wird</translation>
    </message>
    <message>
        <source>{good}, {defective}, {n} of them with ground truth</source>
        <translation>{good}, {defective}, davon {n} mit Fehlermaske</translation>
    </message>
    <message>
        <source>{n} defective image</source>
        <translation>{n} fehlerhaftes Bild</translation>
    </message>
    <message>
        <source>{n} defective images</source>
        <translation>{n} fehlerhafte Bilder</translation>
    </message>
    <message>
        <source>Image AUROC</source>
        <translation>AUROC der Teile</translation>
    </message>
    <message>
        <source>Pixel AUROC</source>
        <translation>AUROC der Pixel</translation>
    </message>
    <message>
        <source>F1 of NG</source>
        <translation>F1 von NG</translation>
    </message>
    <message>
        <source>Overkill (false rejects)</source>
        <translation>Pseudoausschuss (gut, aber NG)</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>Good in REVIEW</source>
        <translation>Gut in REVIEW</translation>
    </message>
    <message>
        <source>Escapes (defective passed)</source>
        <translation>Schlupf (fehlerhaft, aber OK)</translation>
    </message>
    <message>
        <source>defective</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Recall (NG)</source>
        <translation>Trefferquote (NG)</translation>
    </message>
    <message>
        <source>95&amp;nbsp;% interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>ohne Klasse</translation>
    </message>
    <message>
        <source>review</source>
        <translation>REVIEW-Schwelle</translation>
    </message>
    <message>
        <source>review and reject</source>
        <translation>REVIEW- und NG-Schwelle</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>0 is a typical good part, above 1 is NG</source>
        <translation>0 ist ein typisches Gutteil, über 1 ist NG</translation>
    </message>
    <message>
        <source>Histogram of the scores with the review and the reject threshold</source>
        <translation>Histogramm der Werte mit der REVIEW- und der NG-Schwelle</translation>
    </message>
    <message>
        <source>score above {low} up to {high}</source>
        <translation>Wert über {low} bis {high}</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>{n} beyond</source>
        <translation>{n} außerhalb</translation>
    </message>
    <message>
        <source>good images used for calibration</source>
        <translation>Gutbilder der Kalibrierung</translation>
    </message>
    <message>
        <source>The last bar includes {images} beyond the axis, above {score}.</source>
        <translation>Der letzte Balken enthält auch, was über der Achse liegt ({images} über {score}).</translation>
    </message>
    <message>
        <source>The first bar includes {images} beyond the axis, below {score}.</source>
        <translation>Der erste Balken enthält auch, was unter der Achse liegt ({images} unter {score}).</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>worst first</source>
        <translation>die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>Scores and colours are absolute: the same colour means the same in every image that this model inspects.</source>
        <translation>Werte und Farben sind absolut: Gleiche Farbe bedeutet dasselbe in jedem Bild, das dieses Modell prüft.</translation>
    </message>
    <message>
        <source>In a heatmap, a cyan line shows where a region ends, and a yellow one where the map passes the reject threshold; the brighter the heat, the less the place is like good parts. The line in the image beside it is the ground truth, if there is any.</source>
        <translation>In einer Heatmap zeigt eine cyanfarbene Linie, wo ein Bereich endet, und eine gelbe, wo die Karte die NG-Schwelle überschreitet; je heller die Farbe, desto weniger gleicht die Stelle Gutteilen. Die Linie im Bild daneben ist die Fehlermaske, wo es eine gibt.</translation>
    </message>
    <message>
        <source>{method} produces no anomaly map, so there are no heatmaps.</source>
        <translation>{method} liefert keine Anomaliekarte, deshalb gibt es keine Heatmaps.</translation>
    </message>
    <message>
        <source>{n} overkill</source>
        <translation>{n} Pseudoausschuss</translation>
    </message>
    <message>
        <source>{n} escape</source>
        <translation>{n} Schlupf</translation>
    </message>
    <message>
        <source>{n} escapes</source>
        <translation>{n} Schlupf</translation>
    </message>
    <message>
        <source>The page shows {n}</source>
        <translation>Die Seite zeigt {n}</translation>
    </message>
    <message>
        <source>of them: the highest and the lowest scores, escapes, and what people decided on</source>
        <translation>davon: die höchsten und die niedrigsten Werte, Schlupf, und worüber Personen entschieden haben</translation>
    </message>
    <message>
        <source>of them with the highest scores</source>
        <translation>davon mit den höchsten Werten</translation>
    </message>
    <message>
        <source>and leaves out {n}</source>
        <translation>und lässt {n} weg</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>heatmap</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Overkill: a good part was rejected</source>
        <translation>Pseudoausschuss: ein Gutteil wurde zurückgewiesen</translation>
    </message>
    <message>
        <source>Escape: a defective part was passed</source>
        <translation>Schlupf: ein fehlerhaftes Teil kam durch</translation>
    </message>
    <message>
        <source>Label {label}</source>
        <translation>Klasse {label}</translation>
    </message>
    <message>
        <source>{n} region</source>
        <translation>{n} Bereich</translation>
    </message>
    <message>
        <source>{n} regions</source>
        <translation>{n} Bereiche</translation>
    </message>
    <message>
        <source>the worst {size}</source>
        <translation>der schlimmste {size}</translation>
    </message>
    <message>
        <source>at ({left},&amp;nbsp;{top}), area {area}&amp;nbsp;px</source>
        <translation>bei ({left};&amp;nbsp;{top}), Fläche {area}&amp;nbsp;px</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Fehlerarten</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Misslungen:</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Am schlimmsten</translation>
    </message>
    <message>
        <source>at ({left},&amp;nbsp;{top})</source>
        <translation>bei ({left};&amp;nbsp;{top})</translation>
    </message>
    <message>
        <source>The file was changed or replaced after the inspection.</source>
        <translation>Die Datei wurde nach der Prüfung geändert oder ersetzt.</translation>
    </message>
    <message>
        <source>{decisions} on this page was made at another operating point than the one shown.</source>
        <translation>{decisions} auf dieser Seite fiel an einem anderen Arbeitspunkt als dem gezeigten.</translation>
    </message>
    <message>
        <source>{decisions} on this page were made at another operating point than the one shown.</source>
        <translation>{decisions} auf dieser Seite fielen an einem anderen Arbeitspunkt als dem gezeigten.</translation>
    </message>
    <message>
        <source>This model learned {images} of this page as good, or they set its thresholds. They are no test of it: the histogram leaves them out, and no figure counts them.</source>
        <translation>Dieses Modell hat {images} dieser Seite als gut gelernt, oder seine Schwellen sind nach ihnen gewählt. Sie prüfen es nicht: Im Histogramm fehlen sie, und keine Zahl zählt sie mit.</translation>
    </message>
    <message>
        <source>The image was missing when this page was made.</source>
        <translation>Das Bild fehlte, als diese Seite erstellt wurde.</translation>
    </message>
    <message>
        <source>The thresholds were changed after the training.</source>
        <translation>Die Schwellen wurden nach dem Anlernen geändert.</translation>
    </message>
    <message>
        <source>{n} decision</source>
        <translation>{n} Entscheidung</translation>
    </message>
    <message>
        <source>{n} decisions</source>
        <translation>{n} Entscheidungen</translation>
    </message>
    <message>
        <source>date not recorded</source>
        <translation>Datum nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>The model&apos;s thresholds were changed after this run; the verdicts and thresholds shown are those of the run.</source>
        <translation>Die Schwellen des Modells wurden nach diesem Prüflauf geändert; gezeigt sind Urteile und Schwellen des Prüflaufs.</translation>
    </message>
    <message>
        <source>{files} has another size or time of change than when it was inspected, such as {name}. Its picture may show another part than the verdict is of.</source>
        <translation>{files} hat eine andere Größe oder Änderungszeit als bei der Prüfung: {name}. Die Darstellung zeigt womöglich ein anderes Teil, als beurteilt wurde.</translation>
    </message>
    <message>
        <source>{files} have another size or time of change than when they were inspected, such as {name}. Their pictures may show another part than the verdict is of.</source>
        <translation>{files} haben eine andere Größe oder Änderungszeit als bei der Prüfung, etwa {name}. Die Darstellungen zeigen womöglich andere Teile, als beurteilt wurden.</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} bis {end}</translation>
    </message>
    <message>
        <source>frames {start} to {end}</source>
        <translation>Bilder {start} bis {end}</translation>
    </message>
    <message>
        <source>The run was interrupted: {n} clip is missing or incomplete here.</source>
        <translation>Der Prüflauf wurde unterbrochen: {n} Video fehlt hier oder ist unvollständig.</translation>
    </message>
    <message>
        <source>The run was interrupted: {n} clips are missing or incomplete here.</source>
        <translation>Der Prüflauf wurde unterbrochen: {n} Videos fehlen hier oder sind unvollständig.</translation>
    </message>
</context>
<context>
    <name>ParetoDialog</name>
    <message>
        <source>Types of defects</source>
        <translation>Fehlerarten</translation>
    </message>
    <message>
        <source>Cumulative share (%)</source>
        <translation>Anteil, aufsummiert (%)</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Fehlerart</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Cumulative</source>
        <translation>Aufsummiert</translation>
    </message>
    <message>
        <source>Types of defects, the most frequent first</source>
        <translation>Fehlerarten, die häufigste zuerst</translation>
    </message>
</context>
<context>
    <name>PartHead</name>
    <message>
        <source>could not be inspected</source>
        <translation>nicht prüfbar</translation>
    </message>
    <message>
        <source>no decision yet</source>
        <translation>noch nicht entschieden</translation>
    </message>
</context>
<context>
    <name>PartsModel</name>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Part not found: missing, cut off, not as good parts lie, or its angle is unclear.</source>
        <translation>Teil nicht gefunden: Es fehlt, ist abgeschnitten, liegt anders als Gutteile, oder sein Winkel ist unklar.</translation>
    </message>
    <message>
        <source>Too few pixels: far fewer than all good images have.</source>
        <translation>Zu wenige Pixel: viel weniger als in jedem Gutbild.</translation>
    </message>
    <message>
        <source>A large defect, or no part here: the whole picture is unlike good parts.</source>
        <translation>Ein großer Fehler oder kein Teil im Bild: Das ganze Bild ist Gutteilen unähnlich.</translation>
    </message>
</context>
<context>
    <name>PictureMenu</name>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Save picture …</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Mark in the category</source>
        <translation>In der Kategorie markieren</translation>
    </message>
    <message>
        <source>as good</source>
        <translation>als gut</translation>
    </message>
    <message>
        <source>as defective</source>
        <translation>als fehlerhaft</translation>
    </message>
    <message>
        <source>to be ignored</source>
        <translation>als zu ignorieren</translation>
    </message>
    <message>
        <source>Remove mark</source>
        <translation>Markierung entfernen</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>{name} is marked as good in the category.</source>
        <translation>{name} ist in der Kategorie als gut markiert.</translation>
    </message>
    <message>
        <source>{name} is marked as defective in the category.</source>
        <translation>{name} ist in der Kategorie als fehlerhaft markiert.</translation>
    </message>
    <message>
        <source>{name} is ignored in the category from now on.</source>
        <translation>{name} wird in der Kategorie von nun an ignoriert.</translation>
    </message>
    <message>
        <source>{name} has no mark in the category.</source>
        <translation>{name} hat in der Kategorie keine Markierung.</translation>
    </message>
    <message>
        <source>The picture is in the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
</context>
<context>
    <name>PreviewGrid</name>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>Rekonstruktion</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Heatmap</translation>
    </message>
</context>
<context>
    <name>PreviewHistory</name>
    <message>
        <source>Earlier previews</source>
        <translation>Frühere Vorschauen</translation>
    </message>
    <message>
        <source>Back to what these images looked like at earlier steps</source>
        <translation>Zeigt, wie diese Bilder nach früheren Schritten aussahen</translation>
    </message>
    <message>
        <source>Step {step} · no scores before the thresholds are chosen</source>
        <translation>Schritt {step} · keine Werte, bevor die Schwellen gewählt sind</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
</context>
<context>
    <name>PropertiesForm</name>
    <message>
        <source>Mirrored left to right</source>
        <translation>Links-rechts gespiegelt</translation>
    </message>
    <message>
        <source>Mirrored top to bottom</source>
        <translation>Oben-unten gespiegelt</translation>
    </message>
    <message>
        <source>Lighting varies</source>
        <translation>Wechselnde Beleuchtung</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>as each file states</source>
        <translation>wie jede Datei angibt</translation>
    </message>
    <message>
        <source>Where needed</source>
        <translation>Wo nötig</translation>
    </message>
    <message>
        <source>As it lies</source>
        <translation>Wie es liegt</translation>
    </message>
    <message>
        <source>Turned</source>
        <translation>Gedreht</translation>
    </message>
    <message>
        <source>Turned and scaled</source>
        <translation>Gedreht und skaliert</translation>
    </message>
    <message>
        <source>Finds the part in each image and brings it to one pose before it is judged. A part that is not found is never OK.</source>
        <translation>Findet das Teil in jedem Bild und bringt es in eine einheitliche Lage, bevor es beurteilt wird. Ein Teil, das nicht gefunden wird, ist nie OK.</translation>
    </message>
    <message>
        <source>Preview …</source>
        <translation>Vorschau …</translation>
    </message>
    <message>
        <source>Shows where the part is found in good images</source>
        <translation>Zeigt, wo das Teil in Gutbildern gefunden wird</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>In tiles, a large or long image keeps its resolution and its shape, and an inspection takes longer the more tiles there are. Otherwise each whole image is reduced to the size that the method sees.</source>
        <translation>In Kacheln behält ein großes oder langes Bild seine Auflösung und seine Form; je mehr Kacheln, desto länger dauert eine Prüfung. Sonst wird jedes ganze Bild auf die Größe verkleinert, die das Verfahren sieht.</translation>
    </message>
    <message>
        <source>No lots</source>
        <translation>Keine Lose</translation>
    </message>
    <message>
        <source>One lot per folder</source>
        <translation>Ein Los je Ordner</translation>
    </message>
    <message>
        <source>Pattern in the name</source>
        <translation>Nach Muster im Namen</translation>
    </message>
    <message>
        <source>e.g. lot(\d+)</source>
        <translation>z.&#xa0;B. los(\d+)</translation>
    </message>
    <message>
        <source>A regular expression; its first group, or else the whole match, is the lot.</source>
        <translation>Ein regulärer Ausdruck; seine erste Gruppe, sonst der ganze Treffer, ist das Los.</translation>
    </message>
    <message>
        <source>Draw regions …</source>
        <translation>Bereiche zeichnen …</translation>
    </message>
    <message>
        <source>Good parts may be</source>
        <translation>Gutteile können sein</translation>
    </message>
    <message>
        <source>Rotated by</source>
        <translation>Gedreht um</translation>
    </message>
    <message>
        <source>Pixel pitch (µm)</source>
        <translation>Pixelgröße (µm)</translation>
    </message>
    <message>
        <source>Bits per sample</source>
        <translation>Bittiefe</translation>
    </message>
    <message>
        <source>Locate the part</source>
        <translation>Lage finden</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>A tile shows</source>
        <translation>Eine Kachel zeigt</translation>
    </message>
    <message>
        <source>Region of interest</source>
        <translation>Prüfbereich</translation>
    </message>
    <message>
        <source>Rotated by up to, in degrees</source>
        <translation>Gedreht um höchstens, in Grad</translation>
    </message>
    <message>
        <source>Pixel pitch on the part, in µm</source>
        <translation>Pixelgröße auf dem Teil, in µm</translation>
    </message>
    <message>
        <source>Bits per sample of the camera, in files with room for 16 or more</source>
        <translation>Bittiefe der Kamera in Dateien, die Platz für 16&#xa0;Bit oder mehr haben</translation>
    </message>
    <message>
        <source>Locate the part before it is judged</source>
        <translation>Die Lage des Teils vor der Beurteilung finden</translation>
    </message>
    <message>
        <source>Preview how parts are located</source>
        <translation>Vorschau, wie die Lage der Teile gefunden wird</translation>
    </message>
    <message>
        <source>Judge images in tiles</source>
        <translation>Bilder in Kacheln beurteilen</translation>
    </message>
    <message>
        <source>Pixels of the image along a side of a tile</source>
        <translation>Pixel des Bildes entlang einer Seite der Kachel</translation>
    </message>
    <message>
        <source>Pattern of the lot in the image name</source>
        <translation>Muster des Loses im Bildnamen</translation>
    </message>
    <message>
        <source>Nothing is left to evaluate. Remove an ignored region, or add one to evaluate.</source>
        <translation>Es bleibt nichts auszuwerten. Entfernen Sie eine Ausnahme, oder ergänzen Sie einen Bereich.</translation>
    </message>
    <message>
        <source>The whole image is evaluated.</source>
        <translation>Das ganze Bild wird ausgewertet.</translation>
    </message>
    <message>
        <source>Change part properties</source>
        <translation>Eigenschaften der Teile ändern</translation>
    </message>
    <message>
        <source>Change the pixel pitch</source>
        <translation>Pixelgröße ändern</translation>
    </message>
    <message>
        <source>Change the bits per sample</source>
        <translation>Bittiefe ändern</translation>
    </message>
    <message>
        <source>Change how parts are located</source>
        <translation>Lagefindung ändern</translation>
    </message>
    <message>
        <source>Change the tiles</source>
        <translation>Kacheln ändern</translation>
    </message>
    <message>
        <source>Type a pattern that matches the lot in an image name.</source>
        <translation>Geben Sie ein Muster ein, das das Los im Bildnamen trifft.</translation>
    </message>
    <message>
        <source>Not a valid pattern: {reason}.</source>
        <translation>Kein gültiges Muster: {reason}.</translation>
    </message>
    <message>
        <source>{name} does not match this pattern.</source>
        <translation>{name} passt nicht zu diesem Muster.</translation>
    </message>
    <message>
        <source>Lots in the training images: {count} ({examples} …)</source>
        <translation>Lose in den Bildern zum Anlernen: {count} ({examples} …)</translation>
    </message>
    <message>
        <source>Lots</source>
        <translation>Lose</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Evaluated: {share} of the image.</source>
        <translation>Ausgewertet: {share} des Bildes.</translation>
    </message>
    <message>
        <source>Ignored regions: {count}.</source>
        <translation>Ausnahmen: {count}.</translation>
    </message>
    <message>
        <source>Change the lots</source>
        <translation>Lose ändern</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Apply the thresholds</source>
        <translation>Schwellen setzen</translation>
    </message>
    <message>
        <source>Review above {review}, reject above {reject}. Why? The reason is recorded.</source>
        <translation>REVIEW über {review}, NG über {reject}. Warum? Die Begründung wird festgehalten.</translation>
    </message>
</context>
<context>
    <name>RegionEditor</name>
    <message>
        <source>Add the area in which the part lies in up to 20 good images</source>
        <translation>Die Fläche ergänzen, in der das Teil in bis zu 20 Gutbildern liegt</translation>
    </message>
    <message>
        <source>Select and move</source>
        <translation>Auswählen und verschieben</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Brush size, as a share of the image&apos;s shorter side</source>
        <translation>Pinselgröße, als Anteil der kürzeren Bildseite</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>What you draw is evaluated, and the rest is not</source>
        <translation>Was Sie zeichnen, wird ausgewertet, der Rest nicht</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>What you draw is not evaluated</source>
        <translation>Was Sie zeichnen, wird nicht ausgewertet</translation>
    </message>
    <message>
        <source>None selected</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>&amp;Left</source>
        <translation>&amp;Links</translation>
    </message>
    <message>
        <source>&amp;Top</source>
        <translation>&amp;Oben</translation>
    </message>
    <message>
        <source>&amp;Right</source>
        <translation>&amp;Rechts</translation>
    </message>
    <message>
        <source>&amp;Bottom</source>
        <translation>&amp;Unten</translation>
    </message>
    <message>
        <source>Region {number}</source>
        <translation>Bereich {number}</translation>
    </message>
    <message>
        <source>Arrow keys move it, with Shift they resize it, with Ctrl by one pixel. Del removes it.</source>
        <translation>Pfeiltasten verschieben, mit Umschalt ändern sie die Größe, mit Strg um ein Pixel. Entf entfernt.</translation>
    </message>
    <message>
        <source>Click a region to select it, drag to move it. What is darkened is not evaluated.</source>
        <translation>Klicken wählt einen Bereich, Ziehen verschiebt ihn. Dunkles wird nicht ausgewertet.</translation>
    </message>
    <message>
        <source>Click each corner, then Enter or the first corner; or draw the outline with a drag.</source>
        <translation>Jede Ecke anklicken, dann die Eingabetaste oder die erste Ecke; oder den Umriss mit gedrückter Taste ziehen.</translation>
    </message>
    <message>
        <source>Drag to paint. What is darkened is not evaluated.</source>
        <translation>Ziehen malt. Dunkles wird nicht ausgewertet.</translation>
    </message>
    <message>
        <source>Drag to draw, click a region to select it. What is darkened is not evaluated.</source>
        <translation>Ziehen zeichnet, Klicken wählt einen Bereich. Dunkles wird nicht ausgewertet.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ergänzen</translation>
    </message>
    <message>
        <source>Add a region of the chosen form in the middle of the image</source>
        <translation>Einen Bereich der gewählten Form in der Bildmitte ergänzen</translation>
    </message>
    <message>
        <source>From the part</source>
        <translation>Vom Teil</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Add a region from the located part</source>
        <translation>Einen Bereich aus der gefundenen Lage ergänzen</translation>
    </message>
    <message>
        <source>Remove the region</source>
        <translation>Den Bereich entfernen</translation>
    </message>
    <message>
        <source>Ignored {number}</source>
        <translation>Ausnahme {number}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Remarks</name>
    <message>
        <source>No task was learned better than by guessing, so the scores say little: train longer.</source>
        <translation>Keine Aufgabe wurde besser als durch Raten gelernt, die Werte sagen also wenig: Lernen Sie länger an.</translation>
    </message>
    <message>
        <source>The task {task} is near chance on good parts, which look alike in its views: a calibrated score omits it.</source>
        <translation>Die Aufgabe {task} wird bei Gutteilen nur geraten, weil sie in ihren Ansichten gleich aussehen: Ein kalibrierter Wert lässt sie weg.</translation>
    </message>
    <message>
        <source>The task {task} is trivially solved on good parts and may judge little: a calibrated score halves it.</source>
        <translation>Die Aufgabe {task} ist bei Gutteilen trivial und sagt vielleicht wenig: Ein kalibrierter Wert halbiert ihr Gewicht.</translation>
    </message>
    <message>
        <source>Good parts look the same after {change} (AUROC {auroc} on good images kept aside); it was dropped.</source>
        <translation>Gutteile sehen nach {change} gleich aus (AUROC {auroc} auf zurückgehaltenen Gutbildern); die Veränderung entfällt.</translation>
    </message>
    <message>
        <source>Calibrated on every good image, each judged by a model that learned the others: the share of good parts that is rejected is expected from these scores, and not proven.</source>
        <translation>Kalibriert mit jedem Gutbild, beurteilt von einem Modell, das die anderen gelernt hat: Der Anteil zurückgewiesener Gutteile ist aus diesen Werten erwartet, nicht nachgewiesen.</translation>
    </message>
    <message>
        <source>These good images score far above the others: {names}. Check that they show good parts, because the thresholds depend on them. If one does not, mark it as ignored or defective and train again.</source>
        <translation>Diese Gutbilder liegen weit über den anderen: {names}. Prüfen Sie, ob sie Gutteile zeigen, denn die Schwellen hängen von ihnen ab. Zeigt eines keines, markieren Sie es als ignoriert oder fehlerhaft und lernen Sie neu an.</translation>
    </message>
    <message>
        <source>There is no interrupted training of {model} to resume, so it begins anew.</source>
        <translation>Es gibt kein unterbrochenes Anlernen von {model}, das fortgesetzt werden könnte; es beginnt neu.</translation>
    </message>
    <message>
        <source>The thresholds are chosen anew. Those that {user} set for {model} (review {review}, reject {reject}: {reason}) do not hold for this model.</source>
        <translation>Die Schwellen werden neu gewählt. Die von {user} für {model} eingestellten (REVIEW {review}, NG {reject}: {reason}) gelten für dieses Modell nicht.</translation>
    </message>
    <message>
        <source>These confirmed parts score far above the other good ones and are left out: {parts}.</source>
        <translation>Diese bestätigten Teile liegen mit ihrem Wert weit über den anderen Gutteilen und bleiben außen vor: {parts}.</translation>
    </message>
    <message>
        <source>The good parts lie in different places or at different angles: each part is located first, and what lies around it is not judged.</source>
        <translation>Die Gutteile liegen an verschiedenen Stellen oder in verschiedenen Winkeln: Jedes Teil wird zuerst gefunden, und was es umgibt, wird nicht beurteilt.</translation>
    </message>
    <message>
        <source>At the network&apos;s input size these images would be distorted, so each is judged in about {count} tiles, and an inspection takes about that many times as long.</source>
        <translation>Bei der Eingabegröße des Netzes wären diese Bilder verzerrt. Deshalb wird jedes in etwa {count} Kacheln beurteilt, und eine Prüfung dauert etwa so vielmal so lange.</translation>
    </message>
    <message>
        <source>In {images} of {total} good images the part is not found; they are left out: {names}.</source>
        <translation>In {images} von {total} Gutbildern wird das Teil nicht gefunden; sie werden ausgelassen: {names}.</translation>
    </message>
    <message>
        <source>Method &apos;{method}&apos; scores the whole image: the region of interest and the ignored regions of {category} do not apply.</source>
        <translation>Das Verfahren „{method}“ bewertet das ganze Bild: Prüfbereich und Ausnahmen von {category} gelten nicht.</translation>
    </message>
    <message>
        <source>Learning was stopped by hand at step {step} of {steps}.</source>
        <translation>Das Anlernen wurde von Hand beendet, bei Schritt {step} von {steps}.</translation>
    </message>
    <message>
        <source>{problem} It is left out of the training.</source>
        <translation>{problem} Es bleibt beim Anlernen außen vor.</translation>
    </message>
    <message>
        <source>{file}: could not be inspected ({kind}: {reason}).</source>
        <translation>{file}: konnte nicht geprüft werden ({kind}: {reason}).</translation>
    </message>
    <message>
        <source>{problem} The training continues, but could not be resumed from step {step}.</source>
        <translation>{problem} Das Anlernen läuft weiter, könnte aber von Schritt {step} an nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Nothing moves in the good clips held out, and the method needs motion to learn what is normal.</source>
        <translation>In den zurückgehaltenen guten Videos bewegt sich nichts; das Verfahren lernt das Normale aber aus Bewegung.</translation>
    </message>
    <message>
        <source>{missing} of the {all} images that the old model was calibrated on are not in this category; the thresholds rest on {rest} images.</source>
        <translation>{missing} der {all} Bilder, an denen das alte Modell kalibriert wurde, sind nicht in dieser Kategorie; die Schwellen beruhen auf {rest} Bildern.</translation>
    </message>
    <message>
        <source>No sample of the good images with 16 or more bits exceeds {most} of 65535, as if a camera of {bits} bits had written them; they then look {times} times too dark, and defects are missed. If so, state {bits} bits per sample among the properties of the category.</source>
        <translation>Kein Pixelwert der Gutbilder mit 16 oder mehr Bit liegt über {most} von 65535, als hätte eine Kamera mit {bits}&#xa0;Bit sie geschrieben; sie wirken dann {times}-mal zu dunkel, und Fehler werden übersehen. Wenn das so ist, geben Sie in den Eigenschaften der Kategorie {bits} als Bittiefe an.</translation>
    </message>
    <message>
        <source>No sample of the sampled frames with 16 or more bits exceeds {most} of 65535, as if a camera of {bits} bits had written them; they then look {times} times too dark, and events are missed. Export them at all 16 bits, or with a tag that states {bits} bits per sample.</source>
        <translation>Kein Pixelwert der untersuchten Einzelbilder mit 16 oder mehr Bit liegt über {most} von 65535, als hätte eine Kamera mit {bits}&#xa0;Bit sie geschrieben; sie wirken dann {times}-mal zu dunkel, und Ereignisse werden übersehen. Exportieren Sie sie mit vollen 16&#xa0;Bit oder mit der Angabe einer Bittiefe von {bits}.</translation>
    </message>
    <message>
        <source>The images in {names} have no numbers in their names, and are the frames of a clip in the order of their names. Single images need a model of images.</source>
        <translation>Die Bilder in {names} haben keine Nummern im Namen und gelten in der Reihenfolge ihrer Namen als Einzelbilder eines Videos. Einzelne Bilder brauchen ein Modell für Bilder.</translation>
    </message>
    <message>
        <source>{deep} of the {all} good images have 16 or more bits per sample, the others 8: check that one camera set-up wrote them all.</source>
        <translation>{deep} der {all} Gutbilder haben eine Bittiefe von 16 oder mehr, die anderen 8: Prüfen Sie, ob alle von einem Kameraaufbau stammen.</translation>
    </message>
    <message>
        <source>The good images have {bits} bits per sample, by what their files state: check that one camera set-up wrote them all.</source>
        <translation>Die Gutbilder haben laut ihren Dateien eine Bittiefe von {bits}: Prüfen Sie, ob alle von einem Kameraaufbau stammen.</translation>
    </message>
    <message>
        <source>{rejected} of {all} images are NG. If most of them show good parts, camera, light or background have changed since the training: a few that a person confirms to be good can be learned by the model.</source>
        <translation>{rejected} von {all} Bildern sind NG. Wenn die meisten Gutteile zeigen, haben sich Kamera, Licht oder Hintergrund seit dem Anlernen geändert: Das Modell kann einige Teile lernen, die eine Person als gut bestätigt.</translation>
    </message>
    <message>
        <source>These images are {percent} % {changed} than the training images; it was corrected for, but the lamp, exposure or aperture should be looked at.</source>
        <translation>Diese Bilder sind {percent}&#xa0;% {changed} als die angelernten Bilder; das wurde ausgeglichen, aber Lampe, Belichtung oder Blende sollten geprüft werden.</translation>
    </message>
    <message>
        <source>{others} of {all} images have {found} bits per sample, where the training images have {expected}: check that the camera and its export are set as they were.</source>
        <translation>{others} von {all} Bildern haben eine Bittiefe von {found}, die angelernten Bilder aber {expected}: Prüfen Sie, ob Kamera und Export eingestellt sind wie zuvor.</translation>
    </message>
    <message>
        <source>{file}: has {frame_rate} frames per second where the model learned from {learned}, so that everything seems to move at another speed; record at that rate, or train on clips of this one.</source>
        <translation>{file}: hat {frame_rate} Bilder je Sekunde, das Modell hat von {learned} gelernt, sodass sich alles mit anderer Geschwindigkeit zu bewegen scheint; nehmen Sie mit der angelernten Bildrate auf, oder lernen Sie mit Videos der neuen an.</translation>
    </message>
    <message>
        <source>{file}: has {frame_rate} frames per second where the model learned from {learned}.</source>
        <translation>{file}: hat {frame_rate} Bilder je Sekunde, das Modell hat von {learned} gelernt.</translation>
    </message>
    <message>
        <source>{count} clips have other frame rates than the {learned} per second that the model learned: {names}, so that everything seems to move at another speed; record at that rate, or train on clips of this one.</source>
        <translation>{count} Videos haben andere Bildraten als die {learned} je Sekunde, von denen das Modell gelernt hat: {names}. Alles scheint sich darin mit anderer Geschwindigkeit zu bewegen; nehmen Sie mit der angelernten Bildrate auf, oder lernen Sie mit Videos der neuen an.</translation>
    </message>
    <message>
        <source>{count} clips have other frame rates than the {learned} per second that the model learned: {names}.</source>
        <translation>{count} Videos haben andere Bildraten als die {learned} je Sekunde, von denen das Modell gelernt hat: {names}.</translation>
    </message>
    <message>
        <source>{file} was left by {user} on {host}, whose process {process} began it at {since} and has ended; it is resumed here.</source>
        <translation>{file} wurde von {user} auf {host} unfertig hinterlassen: Der Prozess {process}, der um {since} damit begann, ist beendet; hier geht es weiter.</translation>
    </message>
    <message>
        <source>{run} was made with another model, {other}: make sure that its clips are of the camera that {model} inspects.</source>
        <translation>{run} wurde mit einem anderen Modell gemacht, {other}: Vergewissern Sie sich, dass die Videos von der Kamera sind, die {model} prüft.</translation>
    </message>
    <message>
        <source>Clips of {run} that were confirmed to be good lie among the defective ones: {clips}. If one shows a defect, defects like it will pass: learn again without it.</source>
        <translation>Videos von {run}, die als gut bestätigt wurden, liegen unter den fehlerhaften: {clips}. Zeigt eines einen Fehler, gehen Fehler wie dieser durch: Lernen Sie ohne es noch einmal.</translation>
    </message>
    <message>
        <source>{decided} of the {all} clips of {run} were reviewed to their end. If these were chosen because they looked suspicious, the thresholds come out too high: review a whole run, or a random part of it.</source>
        <translation>{decided} der {all} Videos von {run} wurden zu Ende durchgesehen. Wurden sie ausgewählt, weil sie verdächtig aussahen, fallen die Schwellen zu hoch aus: Sehen Sie einen ganzen Prüflauf durch oder einen zufälligen Teil davon.</translation>
    </message>
    <message>
        <source>{clip} is shorter than half a stretch of good video. It is left out.</source>
        <translation>{clip} ist kürzer als ein halber Abschnitt guten Videos. Es wird ausgelassen.</translation>
    </message>
    <message>
        <source>{compared} of the {held_out} good images that set the model&apos;s thresholds are among those compared. What they prove about false rejects holds for the file only if all of them are: compare the folder of good images, too.</source>
        <translation>Von den {held_out} Gutbildern, die die Schwellen des Modells bestimmen, wurden {compared} verglichen. Was sie über den Pseudoausschuss nachweisen, gilt für die Datei nur, wenn alle dabei sind: Vergleichen Sie auch den Ordner der Gutbilder.</translation>
    </message>
    <message>
        <source>Part not found: it is missing, cut off by the image&apos;s border, looks or lies like no good part, or its angle is unclear.</source>
        <translation>Teil nicht gefunden: Es fehlt, ist vom Bildrand abgeschnitten, gleicht in Lage oder Aussehen keinem Gutteil, oder sein Winkel ist unklar.</translation>
    </message>
    <message>
        <source>1 file was added during the inspection and not inspected: {names}. Inspect it, too.</source>
        <translation>Während der Prüfung kam 1 Datei hinzu, die nicht geprüft ist: {names}. Prüfen Sie auch diese.</translation>
    </message>
    <message>
        <source>{count} files were added during the inspection and not inspected: {names}. Inspect them, too.</source>
        <translation>Während der Prüfung kamen {count} Dateien hinzu, die nicht geprüft sind: {names}. Prüfen Sie auch diese.</translation>
    </message>
    <message>
        <source>{file} was replaced after it had been inspected, and the new file is not inspected: give every image or clip a name of its own.</source>
        <translation>{file} wurde nach der Prüfung ersetzt, und die neue Datei wird nicht geprüft: Geben Sie jedem Bild und jedem Video einen eigenen Namen.</translation>
    </message>
    <message>
        <source>{problem} It is tried again until it can be read.</source>
        <translation>{problem} Das Lesen wird wiederholt, bis es gelingt.</translation>
    </message>
    <message>
        <source>{count} image in other folders is {neither}: {names}.</source>
        <translation>{count} Bild in anderen Ordnern wird {neither}: {names}.</translation>
    </message>
    <message>
        <source>{count} images in other folders are {neither}: {names}.</source>
        <translation>{count} Bilder in anderen Ordnern werden {neither}: {names}.</translation>
    </message>
    <message>
        <source>{count} file is no {unit} and left out ({kinds}): {names}.</source>
        <translation>{count} Datei ist kein {unit} und bleibt außen vor ({kinds}): {names}.</translation>
    </message>
    <message>
        <source>{count} files are no {unit} and left out ({kinds}): {names}.</source>
        <translation>{count} Dateien sind kein {unit} und bleiben außen vor ({kinds}): {names}.</translation>
    </message>
    <message>
        <source>{count} folder is left out, as links to folders that are read already or as unreadable: {names}.</source>
        <translation>{count} Ordner bleibt außen vor, als Verknüpfung mit einem schon gelesenen Ordner oder als unlesbar: {names}.</translation>
    </message>
    <message>
        <source>{count} folders are left out, as links to folders that are read already or as unreadable: {names}.</source>
        <translation>{count} Ordner bleiben außen vor, als Verknüpfungen mit schon gelesenen Ordnern oder als unlesbar: {names}.</translation>
    </message>
    <message>
        <source>The images in {names} are numbered as the frames of clips are, and count as single images. If each folder is a clip, move these folders into the folder &apos;train&apos; itself.</source>
        <translation>Die Bilder in {names} sind nummeriert wie die Einzelbilder von Videos und gelten als einzelne Bilder. Ist jeder Ordner ein Video, gehören diese Ordner direkt in den Ordner „train“.</translation>
    </message>
    <message>
        <source>{file} speaks of images that are not there, or are there several times: {names}. That has no effect; correct the names.</source>
        <translation>{file} nennt Bilder, die es nicht oder mehrfach gibt: {names}. Das hat keine Wirkung; berichtigen Sie die Namen.</translation>
    </message>
    <message>
        <source>{file} speaks of clips that are not there, or are there several times: {names}. That has no effect; correct the names.</source>
        <translation>{file} nennt Videos, die es nicht oder mehrfach gibt: {names}. Das hat keine Wirkung; berichtigen Sie die Namen.</translation>
    </message>
    <message>
        <source>These properties have no effect on clips: {names}. Whole frames are judged.</source>
        <translation>Diese Eigenschaften haben bei Videos keine Wirkung: {names}. Beurteilt werden ganze Bilder.</translation>
    </message>
    <message>
        <source>There are {images} different good images, and at least two are needed, one to learn from and one to calibrate with. Add more: at least {least} for a first model, and {enough} to prove {wish} %.</source>
        <translation>Es gibt {images} verschiedene Gutbilder; mindestens zwei sind nötig, eines zum Lernen und eines zum Kalibrieren. Fügen Sie weitere hinzu: mindestens {least} für ein erstes Modell und {enough}, um {wish}&#xa0;% nachzuweisen.</translation>
    </message>
    <message>
        <source>There are {images} different good images, of which a fifth, {held}, can prove at best that no more than {bound} % of good parts are falsely rejected. Add more: at least {least} for a first model, and {enough} to prove {wish} %.</source>
        <translation>Es gibt {images} verschiedene Gutbilder, von denen ein Fünftel, {held}, bestenfalls nachweisen kann, dass höchstens {bound}&#xa0;% der Gutteile fälschlich zurückgewiesen werden. Fügen Sie weitere hinzu: mindestens {least} für ein erstes Modell, und {enough}, um {wish}&#xa0;% nachzuweisen.</translation>
    </message>
    <message>
        <source>{names} has a different shape or scale from the others ({found_width}×{found_height} px, not {width}×{height} px): that is not one camera set-up. Remove them, or crop all images alike.</source>
        <translation>{names} hat eine andere Form oder Größe als die übrigen ({found_width}×{found_height}&#xa0;px statt {width}×{height}&#xa0;px): Das ist nicht ein Kameraaufbau. Entfernen Sie sie, oder beschneiden Sie alle Bilder gleich.</translation>
    </message>
    <message>
        <source>{names} have a different shape or scale from the others ({found_width}×{found_height} px, not {width}×{height} px): that is not one camera set-up. Remove them, or crop all images alike.</source>
        <translation>{names} haben eine andere Form oder Größe als die übrigen ({found_width}×{found_height}&#xa0;px statt {width}×{height}&#xa0;px): Das ist nicht ein Kameraaufbau. Entfernen Sie sie, oder beschneiden Sie alle Bilder gleich.</translation>
    </message>
    <message>
        <source>{names} has a different frame rate from the others ({found}, not {typical} frames per second), so everything seems to move at another speed. Record all clips at one rate.</source>
        <translation>{names} hat eine andere Bildrate als die übrigen ({found} statt {typical} Bilder je Sekunde), sodass sich alles mit anderer Geschwindigkeit zu bewegen scheint. Nehmen Sie alle Videos mit einer Bildrate auf.</translation>
    </message>
    <message>
        <source>{names} have a different frame rate from the others ({found}, not {typical} frames per second), so everything seems to move at another speed. Record all clips at one rate.</source>
        <translation>{names} haben eine andere Bildrate als die übrigen ({found} statt {typical} Bilder je Sekunde), sodass sich alles mit anderer Geschwindigkeit zu bewegen scheint. Nehmen Sie alle Videos mit einer Bildrate auf.</translation>
    </message>
    <message>
        <source>{names} are {same}, and it is in both training and test, so figures on the test images look too good. Keep it on one side.</source>
        <translation>{names} sind {same} und dienen dem Anlernen wie dem Testen, sodass Kennzahlen zu den Testbildern zu gut aussehen. Behalten Sie es auf einer Seite.</translation>
    </message>
    <message>
        <source>{names} are {same}, and it is in both training and test, so figures on the test clips look too good. Keep it on one side.</source>
        <translation>{names} sind {same} und dienen dem Anlernen wie dem Testen, sodass Kennzahlen zu den Testvideos zu gut aussehen. Behalten Sie es auf einer Seite.</translation>
    </message>
    <message>
        <source>{names} are {same}; keep one of them.</source>
        <translation>{names} sind {same}; behalten Sie eines davon.</translation>
    </message>
    <message>
        <source>{names} are {same}; it is labelled {labels}: keep the right one.</source>
        <translation>{names} sind {same}; eingeordnet ist es als {labels}: Behalten Sie das richtige.</translation>
    </message>
    <message>
        <source>All {all} good images are blank ({names}): each shows one grey level nearly everywhere. A model learns nothing from them. Check the lamp, the lens and the exposure.</source>
        <translation>Alle {all} Gutbilder sind leer ({names}): Jedes zeigt fast überall denselben Grauwert. Daraus lernt ein Modell nichts. Prüfen Sie Lampe, Objektiv und Belichtung.</translation>
    </message>
    <message>
        <source>1 of the {all} good images is blank ({names}): it shows one grey level nearly everywhere. Check the lamp, the lens and the exposure, and remove it if it shows no part.</source>
        <translation>1 der {all} Gutbilder ist leer ({names}): Es zeigt fast überall denselben Grauwert. Prüfen Sie Lampe, Objektiv und Belichtung, und entfernen Sie es, wenn es kein Teil zeigt.</translation>
    </message>
    <message>
        <source>{count} of the {all} good images are blank ({names}): each shows one grey level nearly everywhere. Check the lamp, the lens and the exposure, and remove those that show no part.</source>
        <translation>{count} der {all} Gutbilder sind leer ({names}): Jedes zeigt fast überall denselben Grauwert. Prüfen Sie Lampe, Objektiv und Belichtung, und entfernen Sie die, die kein Teil zeigen.</translation>
    </message>
    <message>
        <source>{count} of the {all} good images hardly differ, as copies of one photograph do ({names}). The thresholds then say nothing about other good parts. Add images of different good parts.</source>
        <translation>{count} der {all} Gutbilder unterscheiden sich kaum, wie Kopien einer Aufnahme ({names}). Die Schwellen sagen dann nichts über andere Gutteile aus. Fügen Sie Bilder verschiedener Gutteile hinzu.</translation>
    </message>
    <message>
        <source>{file} is {percent} % as sharp as good {units} here; check it, and remove it if the part is good and only the {unit} is blurred.</source>
        <translation>{file} hat {percent}&#xa0;% der Schärfe guter {units} hier; prüfen Sie es, und entfernen Sie es, wenn das Teil gut und nur die Aufnahme ({unit}) unscharf ist.</translation>
    </message>
    <message>
        <source>{file} is {percent} % as bright as good {units} here; check it, and remove it if the part is good and only the {unit} is badly exposed.</source>
        <translation>{file} hat {percent}&#xa0;% der Helligkeit guter {units} hier; prüfen Sie es, und entfernen Sie es, wenn das Teil gut und nur die Aufnahme ({unit}) schlecht belichtet ist.</translation>
    </message>
    <message>
        <source>{file} is black or white over {percent} % more of its area than good {units} here; check it, and remove it if the part is good and only the {unit} is badly exposed.</source>
        <translation>{file} ist auf {percent}&#xa0;% mehr seiner Fläche schwarz oder weiß als gute {units} hier; prüfen Sie es, und entfernen Sie es, wenn das Teil gut und nur die Aufnahme ({unit}) schlecht belichtet ist.</translation>
    </message>
    <message>
        <source>{count} of {all} masks mark more than half of their image ({names}): all are read as inverted, black for the defect. Export them with the defect in white.</source>
        <translation>{count} von {all} Masken markieren mehr als die Hälfte ihres Bildes ({names}): Alle werden als vertauscht gelesen, Schwarz für den Fehler. Exportieren Sie sie mit dem Fehler in Weiß.</translation>
    </message>
    <message>
        <source>The mask marks more than half of the image: {names}. Check whether black and white are swapped.</source>
        <translation>Die Maske markiert mehr als die Hälfte des Bildes: {names}. Prüfen Sie, ob Schwarz und Weiß vertauscht sind.</translation>
    </message>
    <message>
        <source>The mask of a defective image marks nothing: {names}. These images are left out of the pixel figures.</source>
        <translation>Die Maske eines fehlerhaften Bildes markiert nichts: {names}. Diese Bilder bleiben bei den Kennzahlen der Pixel außen vor.</translation>
    </message>
    <message>
        <source>{count} masks fit no image, or several: {names}. Name them as their images, in a folder of the same name.</source>
        <translation>{count} Masken passen zu keinem Bild oder zu mehreren: {names}. Benennen Sie sie wie ihre Bilder, in einem Ordner gleichen Namens.</translation>
    </message>
    <message>
        <source>Confirmed parts that score far above the other good ones were learned: {names}. The reject threshold stays {new}, but parts like these are now known as good. If one shows no good part, learn again from {model} without it.</source>
        <translation>Bestätigte Teile, deren Wert weit über dem der anderen Gutteile liegt, wurden gelernt: {names}. Die NG-Schwelle bleibt {new}, aber Teile wie diese gelten jetzt als gut. Zeigt eines kein Gutteil, lernen Sie ohne dieses erneut von {model} aus.</translation>
    </message>
    <message>
        <source>Confirmed parts that score far above the other good ones were learned: {names}. The reject threshold is {new} and was {old}. If one shows no good part, learn again from {model} without it.</source>
        <translation>Bestätigte Teile, deren Wert weit über dem der anderen Gutteile liegt, wurden gelernt: {names}. Die NG-Schwelle ist {new} und war {old}. Zeigt eines kein Gutteil, lernen Sie ohne dieses erneut von {model} aus.</translation>
    </message>
    <message>
        <source>This model no longer rejects these parts of {run}, which were NG: {names}. Unless all of them are good, a part that was confirmed is not.</source>
        <translation>Dieses Modell weist diese Teile von {run} nicht mehr zurück, die NG waren: {names}. Wenn nicht alle davon gut sind, ist es auch ein bestätigtes Teil nicht.</translation>
    </message>
    <message>
        <source>Images with the same frame number, such as {first} and {second}, count as two frames in {names}. Where they show the same frame, remove one of them.</source>
        <translation>Bilder mit derselben Nummer, etwa {first} und {second}, zählen in {names} als zwei Einzelbilder. Wo sie dasselbe Einzelbild zeigen, entfernen Sie eines davon.</translation>
    </message>
    <message>
        <source>{file} was made with another model, {model}: make sure that its images show the parts that {ours} inspects.</source>
        <translation>{file} wurde mit einem anderen Modell erstellt, {model}: Stellen Sie sicher, dass die Bilder die Teile zeigen, die {ours} prüft.</translation>
    </message>
    <message>
        <source>Images of {run} that were confirmed to be good lie among the defective ones: {names}. If one shows a defect, defects like it will pass: learn again without it.</source>
        <translation>Bilder aus {run}, die als gut bestätigt wurden, liegen bei den fehlerhaften: {names}. Wenn eines einen Fehler zeigt, werden solche Fehler durchgelassen: Lernen Sie noch einmal ohne dieses.</translation>
    </message>
    <message>
        <source>{reviewed} of the {all} images of {run} were reviewed. If these were chosen because they looked suspicious, the thresholds come out too high: review a whole run, or a random part of it.</source>
        <translation>{reviewed} der {all} Bilder von {run} wurden durchgesehen. Wurden sie ausgewählt, weil sie verdächtig aussahen, fallen die Schwellen zu hoch aus: Sehen Sie einen ganzen Prüflauf durch oder einen zufälligen Teil davon.</translation>
    </message>
    <message>
        <source>{file} has another size or time of change than when it was inspected, so nobody confirmed what it shows now. It is left out.</source>
        <translation>{file} hat eine andere Größe oder Änderungszeit als bei der Prüfung; was es jetzt zeigt, hat also niemand bestätigt. Es wird ausgelassen.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). It is left out.</source>
        <translation>{file} ist nicht lesbar ({reason}). Es wird ausgelassen.</translation>
    </message>
    <message>
        <source>{problem} It is left out.</source>
        <translation>{problem} Es wird ausgelassen.</translation>
    </message>
    <message>
        <source>The images lie on one side of the thresholds only, so flips across them could not show. Compare defective ones, too.</source>
        <translation>Die Bilder liegen alle auf derselben Seite der Schwellen, sodass sich abweichende Urteile nicht zeigen konnten. Vergleichen Sie auch fehlerhafte Bilder.</translation>
    </message>
    <message>
        <source>{made_up} of the {images} images that were compared were made up of the others; compare more of the category&apos;s.</source>
        <translation>{made_up} der {images} verglichenen Bilder wurden aus den anderen abgeleitet; vergleichen Sie mehr Bilder der Kategorie.</translation>
    </message>
    <message>
        <source>{name}: its frame rate is not known; the video shows {rate} frames per second.</source>
        <translation>{name}: Die Bildrate ist nicht bekannt; das Video zeigt {rate} Bilder je Sekunde.</translation>
    </message>
    <message>
        <source>A large defect, or no part here: the whole picture is {unlike} times as unlike good images as is allowed.</source>
        <translation>Ein großer Fehler, oder hier ist kein Teil: Das ganze Bild ist Gutbildern {unlike}-mal so unähnlich, wie erlaubt ist.</translation>
    </message>
    <message>
        <source>Too few pixels: the image has {size} px, and that of every good part has {least} px or more along its longer side.</source>
        <translation>Zu wenige Pixel: Das Bild hat {size}&#xa0;px; das Bild eines Gutteils hat an der längeren Seite mindestens {least}&#xa0;px.</translation>
    </message>
    <message>
        <source>the method scores the whole image</source>
        <translation>das Verfahren bewertet das ganze Bild</translation>
    </message>
    <message>
        <source>there is no defective test image</source>
        <translation>es gibt kein fehlerhaftes Testbild</translation>
    </message>
    <message>
        <source>no defective test image has a mask</source>
        <translation>kein fehlerhaftes Testbild hat eine Maske</translation>
    </message>
    <message>
        <source>no defective test image has a mask, and {n} masks fit none</source>
        <translation>kein fehlerhaftes Testbild hat eine Maske, und {n} Masken passen zu keinem</translation>
    </message>
    <message>
        <source>no mask can be used; see the notes on them</source>
        <translation>keine Maske ist brauchbar; siehe die Hinweise dazu</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>dunkler</translation>
    </message>
    <message>
        <source>brighter</source>
        <translation>heller</translation>
    </message>
    <message>
        <source>not inspected</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>neither learned from nor tested on</source>
        <translation>weder angelernt noch getestet</translation>
    </message>
    <message>
        <source>the same file</source>
        <translation>dieselbe Datei</translation>
    </message>
    <message>
        <source>the same photograph, saved again</source>
        <translation>dasselbe neu gespeicherte Foto</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>clips</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>16 or more</source>
        <translation>16 oder mehr</translation>
    </message>
    <message>
        <source>Find suspect images on the Category screen shows such images with their heatmaps.</source>
        <translation>„Verdächtige Bilder suchen“ in der Ansicht „Kategorie“ zeigt solche Bilder mit ihren Heatmaps.</translation>
    </message>
    <message>
        <source>“{word}”</source>
        <translation>„{word}“</translation>
    </message>
    <message>
        <source>{first} and {n} more</source>
        <translation>{first} und {n} weitere</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>defective</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unklar</translation>
    </message>
    <message>
        <source>⚠ {decision}, but labelled {label}</source>
        <translation>⚠ {decision}, aber Klasse {label}</translation>
    </message>
    <message>
        <source>Reviewed or not</source>
        <translation>Durchgesehen oder nicht</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>nicht durchgesehen</translation>
    </message>
    <message>
        <source>map value {value}</source>
        <translation>Kartenwert {value}</translation>
    </message>
    <message>
        <source>{share} (1 = reject threshold)</source>
        <translation>{share} (1 = NG-Schwelle)</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>Wert {score}</translation>
    </message>
    <message>
        <source>decided by {user}</source>
        <translation>entschieden von {user}</translation>
    </message>
    <message>
        <source>Too few pixels: far fewer than all good images have.</source>
        <translation>Zu wenige Pixel: viel weniger als in jedem Gutbild.</translation>
    </message>
    <message>
        <source>This model judges the part as a whole: it makes no heatmap.</source>
        <translation>Dieses Modell beurteilt das Teil als Ganzes: Es liefert keine Heatmap.</translation>
    </message>
    <message>
        <source>label: {label}</source>
        <translation>Klasse: {label}</translation>
    </message>
    <message>
        <source>Part not found: missing, cut off, not as good parts lie, or its angle is unclear.</source>
        <translation>Teil nicht gefunden: Es fehlt, ist abgeschnitten, liegt anders als Gutteile, oder sein Winkel ist unklar.</translation>
    </message>
    <message>
        <source>A large defect, or no part here: the whole picture is unlike good parts.</source>
        <translation>Ein großer Fehler oder kein Teil im Bild: Das ganze Bild ist Gutteilen unähnlich.</translation>
    </message>
    <message>
        <source>fails {tasks}</source>
        <translation>misslungen: {tasks}</translation>
    </message>
    <message>
        <source>The file was changed or replaced after the inspection. The verdict and the heatmap are of the picture as it was, and may not fit what is shown.</source>
        <translation>Die Datei wurde nach der Prüfung geändert oder ersetzt. Urteil und Heatmap gehören zum damaligen Bild und passen vielleicht nicht zu dem, was hier zu sehen ist.</translation>
    </message>
    <message>
        <source>{n} left</source>
        <translation>Noch {n}</translation>
    </message>
    <message>
        <source>{n} left, about {time}</source>
        <translation>Noch {n}, etwa {time}</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unklar</translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>Train a model</source>
        <translation>Modell anlernen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Reading the runs …</source>
        <translation>Prüfläufe werden gelesen …</translation>
    </message>
    <message>
        <source>Opening the run …</source>
        <translation>Prüflauf wird geöffnet …</translation>
    </message>
    <message>
        <source>You decided {decision}, but {name} is labelled {label}. Press Ctrl+Z to undo.</source>
        <translation>Sie haben „{decision}“ entschieden, aber {name} hat die Klasse {label}. Strg+Z macht es rückgängig.</translation>
    </message>
    <message>
        <source>Other thresholds were applied elsewhere. They are in force, and everything is shown by them.</source>
        <translation>An anderer Stelle wurden andere Schwellen gesetzt. Sie gelten jetzt, und alles wird nach ihnen gezeigt.</translation>
    </message>
    <message>
        <source>Inspect a batch</source>
        <translation>Prüflauf starten</translation>
    </message>
    <message>
        <source>Apply thresholds …</source>
        <translation>Schwellen setzen …</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Go to the thresholds</source>
        <translation>Zu den Schwellen</translation>
    </message>
    <message>
        <source>The type of {name} was removed. Press Ctrl+Z to undo.</source>
        <translation>Die Fehlerart von {name} ist entfernt. Strg+Z macht es rückgängig.</translation>
    </message>
    <message>
        <source>{name} was named &apos;{type}&apos;. Press Ctrl+Z to undo.</source>
        <translation>{name} ist als „{type}“ benannt. Strg+Z macht es rückgängig.</translation>
    </message>
</context>
<context>
    <name>ReviewUndo</name>
    <message>
        <source>remove the name &apos;{type}&apos;</source>
        <translation>Name „{type}“ entfernen</translation>
    </message>
    <message>
        <source>name &apos;{type}&apos;</source>
        <translation>„{type}“ nennen</translation>
    </message>
    <message>
        <source>thresholds</source>
        <translation>Schwellen</translation>
    </message>
    <message>
        <source>Undone: {reason}</source>
        <translation>Rückgängig gemacht: {reason}</translation>
    </message>
</context>
<context>
    <name>RunChoice</name>
    <message>
        <source>Run</source>
        <translation>Prüflauf</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>{run} (interrupted)</source>
        <translation>{run} (unterbrochen)</translation>
    </message>
    <message>
        <source>{run}
File: {file}. The number of NG is that of the inspection.</source>
        <translation>{run}
Datei: {file}. Die Anzahl NG ist die der Prüfung.</translation>
    </message>
</context>
<context>
    <name>RunExports</name>
    <message>
        <source>Export CSV</source>
        <translation>CSV exportieren</translation>
    </message>
    <message>
        <source>Folder in which the new folder of pictures is made</source>
        <translation>Ordner, in dem der neue Bilderordner angelegt wird</translation>
    </message>
    <message>
        <source>Writing the pictures of a run</source>
        <translation>Bilder eines Prüflaufs werden geschrieben</translation>
    </message>
    <message>
        <source>Folder in which the new category is made</source>
        <translation>Ordner, in dem die neue Kategorie angelegt wird</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Export reviews</source>
        <translation>Entscheidungen exportieren</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>HTML report</source>
        <translation>HTML-Bericht</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Seite (*.html)</translation>
    </message>
    <message>
        <source>Inspection {name}</source>
        <translation>Prüfung {name}</translation>
    </message>
    <message>
        <source>Export defects</source>
        <translation>Fehler exportieren</translation>
    </message>
    <message>
        <source>Copying what was decided on</source>
        <translation>Das Entschiedene wird kopiert</translation>
    </message>
    <message>
        <source>Export the event</source>
        <translation>Das Ereignis exportieren</translation>
    </message>
    <message>
        <source>Video (*.mp4)</source>
        <translation>Video (*.mp4)</translation>
    </message>
    <message>
        <source>Table with semicolons and decimal commas (*.csv)</source>
        <translation>Tabelle mit Semikolons und Dezimalkommas (*.csv)</translation>
    </message>
    <message>
        <source>Stopped: the pictures that were written stay in their new folder.</source>
        <translation>Angehalten: Die geschriebenen Bilder bleiben in ihrem neuen Ordner.</translation>
    </message>
    <message>
        <source>{n} pictures could not be written: {problem}</source>
        <translation>{n} Bilder konnten nicht geschrieben werden: {problem}</translation>
    </message>
    <message>
        <source>No picture was written: nothing is NG, in REVIEW or decided.</source>
        <translation>Es wurde kein Bild geschrieben: Nichts ist NG, in REVIEW oder entschieden.</translation>
    </message>
    <message>
        <source>Stopped: no category was written.</source>
        <translation>Angehalten: Es wurde keine Kategorie geschrieben.</translation>
    </message>
    <message>
        <source>{n} could not be copied: {problem}</source>
        <translation>{n} ließen sich nicht kopieren: {problem}</translation>
    </message>
    <message>
        <source>Stopped: the video was not written.</source>
        <translation>Angehalten: Das Video wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>Written by the thresholds of the inspection, not by those shown, which were changed since: {path}</source>
        <translation>Geschrieben nach den Schwellen der Prüfung, nicht nach den angezeigten, die seither geändert wurden: {path}</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
</context>
<context>
    <name>RunFiles</name>
    <message>
        <source>Export results as CSV …</source>
        <translation>Ergebnisse als CSV exportieren …</translation>
    </message>
    <message>
        <source>One row per image or event: score, decision, and the review in force</source>
        <translation>Eine Zeile je Bild oder Ereignis: Wert, Urteil und die geltende Entscheidung einer Person</translation>
    </message>
    <message>
        <source>HTML report …</source>
        <translation>HTML-Bericht …</translation>
    </message>
    <message>
        <source>One page for a browser: the figures, and what was found with its heatmaps</source>
        <translation>Eine Seite für den Browser: die Kennzahlen und die Funde mit ihren Heatmaps</translation>
    </message>
    <message>
        <source>Export pictures …</source>
        <translation>Bilder exportieren …</translation>
    </message>
    <message>
        <source>A new folder: what is NG, in REVIEW or decided, with its heatmap</source>
        <translation>Ein neuer Ordner: was NG, in REVIEW oder entschieden ist, mit seiner Heatmap</translation>
    </message>
    <message>
        <source>Export reviews as CSV …</source>
        <translation>Entscheidungen als CSV exportieren …</translation>
    </message>
    <message>
        <source>One row per decision of a person, also of those that were changed later</source>
        <translation>Eine Zeile je Entscheidung einer Person, auch der später geänderten</translation>
    </message>
</context>
<context>
    <name>RunRecords</name>
    <message>
        <source>Undone: {text}</source>
        <translation>Rückgängig gemacht: {text}</translation>
    </message>
</context>
<context>
    <name>Score</name>
    <message>
        <source>0 is a typical good part; above 1 a part is NG. Raw score: {score}</source>
        <translation>0 ist ein typisches Gutteil; über 1 ist ein Teil NG. Rohwert: {score}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Deleted models and runs are still on the disk: {reason}</source>
        <translation>Gelöschte Modelle und Prüfläufe liegen noch auf dem Datenträger: {reason}</translation>
    </message>
</context>
<context>
    <name>SetPinDialog</name>
    <message>
        <source>PIN of the operator view</source>
        <translation>PIN der Bedieneransicht</translation>
    </message>
    <message>
        <source>Present PIN</source>
        <translation>Bisherige PIN</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>Neue PIN</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>Neue PIN noch einmal</translation>
    </message>
    <message>
        <source>Without a new PIN, anyone can leave the operator view.</source>
        <translation>Ohne neue PIN kann jeder die Bedieneransicht verlassen.</translation>
    </message>
    <message>
        <source>The two new PINs differ.</source>
        <translation>Die beiden neuen PINs sind verschieden.</translation>
    </message>
    <message>
        <source>A PIN has at least {n} characters.</source>
        <translation>Eine PIN hat mindestens {n} Zeichen.</translation>
    </message>
    <message>
        <source>The present PIN is another one.</source>
        <translation>Die bisherige PIN ist eine andere.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>Eingabegröße</translation>
    </message>
    <message>
        <source>Images are resized to this before the network sees them; larger shows finer defects and takes longer.</source>
        <translation>Auf diese Größe werden Bilder gebracht, bevor das Netz sie sieht; größer zeigt feinere Fehler und dauert länger.</translation>
    </message>
    <message>
        <source>Network width</source>
        <translation>Netzbreite</translation>
    </message>
    <message>
        <source>Channels of the network&apos;s first layer; more can learn finer detail and take longer.</source>
        <translation>Kanäle der ersten Schicht des Netzes; mehr lernen feinere Einzelheiten und dauern länger.</translation>
    </message>
    <message>
        <source>Network depth</source>
        <translation>Netztiefe</translation>
    </message>
    <message>
        <source>Levels or layers of the network; more see further around each place and take longer.</source>
        <translation>Ebenen oder Schichten des Netzes; mehr sehen weiter um jede Stelle herum und dauern länger.</translation>
    </message>
    <message>
        <source>How wide the network&apos;s layers are; wider can learn more and takes longer.</source>
        <translation>Wie breit die Schichten des Netzes sind; breiter lernt mehr und dauert länger.</translation>
    </message>
    <message>
        <source>Skip connections</source>
        <translation>Querverbindungen</translation>
    </message>
    <message>
        <source>Detail passes the network by, so that drawings are sharper.</source>
        <translation>Einzelheiten gehen am Netz vorbei, sodass Zeichnungen schärfer werden.</translation>
    </message>
    <message>
        <source>Pixel folding</source>
        <translation>Pixelfaltung</translation>
    </message>
    <message>
        <source>Blocks of this side become one place of the network: faster, and blind to finer detail.</source>
        <translation>Quadrate dieser Seite werden zu einer Stelle des Netzes: schneller, aber blind für Feineres.</translation>
    </message>
    <message>
        <source>Removed squares</source>
        <translation>Entfernte Quadrate</translation>
    </message>
    <message>
        <source>Sides of the squares that are removed and redrawn; defects about as large stand out most.</source>
        <translation>Seiten der Quadrate, die entfernt und neu gezeichnet werden; etwa so große Fehler fallen am meisten auf.</translation>
    </message>
    <message>
        <source>Removals per drawing</source>
        <translation>Zeichnungen je Durchgang</translation>
    </message>
    <message>
        <source>So many drawings together redraw every place once; each removes that share of the image.</source>
        <translation>So viele Zeichnungen zeichnen zusammen jede Stelle einmal neu; jede entfernt den entsprechenden Teil des Bildes.</translation>
    </message>
    <message>
        <source>Drawings averaged</source>
        <translation>Gemittelte Zeichnungen</translation>
    </message>
    <message>
        <source>More random patterns of removed squares make scores steadier and inspection slower.</source>
        <translation>Mehr zufällige Muster entfernter Quadrate machen Werte ruhiger und die Prüfung langsamer.</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>bfloat16 halves the time on processors that compute it; on others it is slower.</source>
        <translation>bfloat16 halbiert die Zeit auf Prozessoren, die damit rechnen; auf anderen ist es langsamer.</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>Verglichen nach</translation>
    </message>
    <message>
        <source>How a part is compared with its drawing: msgms by edges, ssim by local structure, or both.</source>
        <translation>Wie ein Teil mit seiner Zeichnung verglichen wird: msgms nach Kanten, ssim nach örtlicher Struktur, oder beides.</translation>
    </message>
    <message>
        <source>Weight of edges</source>
        <translation>Gewicht der Kanten</translation>
    </message>
    <message>
        <source>How much wrong edges (MSGMS) count in the loss.</source>
        <translation>Wie stark falsche Kanten (MSGMS) im Verlust zählen.</translation>
    </message>
    <message>
        <source>Weight of structure</source>
        <translation>Gewicht der Struktur</translation>
    </message>
    <message>
        <source>How much wrong local structure (SSIM) counts in the loss.</source>
        <translation>Wie stark falsche örtliche Struktur (SSIM) im Verlust zählt.</translation>
    </message>
    <message>
        <source>Pretrained network</source>
        <translation>Vortrainiertes Netz</translation>
    </message>
    <message>
        <source>The network whose features are compared; larger ones see more and take longer.</source>
        <translation>Das Netz, dessen Merkmale verglichen werden; größere sehen mehr und dauern länger.</translation>
    </message>
    <message>
        <source>Layers compared</source>
        <translation>Verglichene Schichten</translation>
    </message>
    <message>
        <source>Layers of the pretrained network whose features are compared; automatic takes two from its middle.</source>
        <translation>Schichten des vortrainierten Netzes, deren Merkmale verglichen werden; automatisch nimmt zwei aus seiner Mitte.</translation>
    </message>
    <message>
        <source>Neighbourhood</source>
        <translation>Nachbarschaft</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>Keep the images&apos; shape</source>
        <translation>Form der Bilder beibehalten</translation>
    </message>
    <message>
        <source>Images are not squeezed: the input has the shape of the good images, with about as many pixels as the input size.</source>
        <translation>Bilder werden nicht gestaucht: Die Eingabe hat die Form der Gutbilder und etwa so viele Pixel wie die Eingabegröße.</translation>
    </message>
    <message>
        <source>Moved copies</source>
        <translation>Verschobene Kopien</translation>
    </message>
    <message>
        <source>Each good image is also learned as a camera shows it that has moved by up to this share of its sides; 0 learns it as it is alone.</source>
        <translation>Jedes Gutbild wird auch so gelernt, wie es eine Kamera zeigt, die um höchstens diesen Anteil der Bildseiten verschoben ist; 0 lernt es nur, wie es ist.</translation>
    </message>
    <message>
        <source>places</source>
        <translation>Stellen</translation>
    </message>
    <message>
        <source>Features are averaged over a square of this side; the number must be odd.</source>
        <translation>Merkmale werden über ein Quadrat dieser Seite gemittelt; die Zahl muss ungerade sein.</translation>
    </message>
    <message>
        <source>Whitening</source>
        <translation>Weißung</translation>
    </message>
    <message>
        <source>Features are scaled so that good ones vary alike in every direction, down to this share of the mean variance; – leaves them as they are.</source>
        <translation>Merkmale werden so skaliert, dass gute in jeder Richtung gleich stark schwanken, bis hinab zu diesem Anteil der mittleren Varianz; – lässt sie, wie sie sind.</translation>
    </message>
    <message>
        <source>Feature length</source>
        <translation>Merkmalslänge</translation>
    </message>
    <message>
        <source>Features are shortened to this many numbers, which is faster; – keeps all of them.</source>
        <translation>Merkmale werden auf so viele Zahlen gekürzt, was schneller ist; – behält alle.</translation>
    </message>
    <message>
        <source>Length while choosing</source>
        <translation>Länge beim Auswählen</translation>
    </message>
    <message>
        <source>Length to which features are shortened while those to remember are chosen.</source>
        <translation>Länge, auf die Merkmale gekürzt werden, während die zu merkenden ausgewählt werden.</translation>
    </message>
    <message>
        <source>Share remembered</source>
        <translation>Gemerkter Anteil</translation>
    </message>
    <message>
        <source>Share of all good features that is remembered; more is slower and forgives more.</source>
        <translation>Anteil aller guten Merkmale, der gemerkt wird; mehr ist langsamer und verzeiht mehr.</translation>
    </message>
    <message>
        <source>Features remembered</source>
        <translation>Gemerkte Merkmale</translation>
    </message>
    <message>
        <source>At most so many features are remembered, which bounds the time of an inspection.</source>
        <translation>Höchstens so viele Merkmale werden gemerkt, was die Zeit einer Prüfung begrenzt.</translation>
    </message>
    <message>
        <source>Features while learning</source>
        <translation>Merkmale beim Lernen</translation>
    </message>
    <message>
        <source>At most so many features are held in memory while learning; at least twice those remembered.</source>
        <translation>Höchstens so viele Merkmale sind beim Lernen im Speicher; mindestens doppelt so viele wie gemerkt werden.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>reweighted counts how isolated the nearest good feature is; map takes the highest place of the map.</source>
        <translation>reweighted zählt mit, wie vereinzelt das nächste gute Merkmal ist; map nimmt die höchste Stelle der Karte.</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>Größenstufen</translation>
    </message>
    <message>
        <source>At so many scales structure is compared, each half as fine as the one before.</source>
        <translation>Auf so vielen Größenstufen wird Struktur verglichen, jede halb so fein wie die vorige.</translation>
    </message>
    <message>
        <source>Orientations</source>
        <translation>Richtungen</translation>
    </message>
    <message>
        <source>So many orientations of edges and stripes are told apart.</source>
        <translation>So viele Richtungen von Kanten und Streifen werden unterschieden.</translation>
    </message>
    <message>
        <source>Neighbours weighed</source>
        <translation>Nachbarn zur Gewichtung</translation>
    </message>
    <message>
        <source>Good features that weigh the score of the worst place; 1 switches the weighting off.</source>
        <translation>Gute Merkmale, die den Wert der schlechtesten Stelle gewichten; 1 schaltet die Gewichtung ab.</translation>
    </message>
    <message>
        <source>Map smoothing</source>
        <translation>Glättung der Karte</translation>
    </message>
    <message>
        <source>How far the map is smoothed, in pixels of the input; 0 leaves it as it is.</source>
        <translation>Wie weit die Karte geglättet wird, in Pixeln der Eingabe; 0 lässt sie, wie sie ist.</translation>
    </message>
    <message>
        <source>Crop side</source>
        <translation>Ausschnittseite</translation>
    </message>
    <message>
        <source>Squares of this side are scored one by one, for a coarse map; – scores the whole image, auto decides.</source>
        <translation>Quadrate dieser Seite werden einzeln bewertet, was eine grobe Karte ergibt; – bewertet das ganze Bild, auto entscheidet selbst.</translation>
    </message>
    <message>
        <source>Crops per image</source>
        <translation>Ausschnitte je Bild</translation>
    </message>
    <message>
        <source>Crops of each image that are learned from in one step.</source>
        <translation>Ausschnitte jedes Bildes, von denen in einem Schritt gelernt wird.</translation>
    </message>
    <message>
        <source>How the errors of the tasks become one number; calibrated compares each with those of good images.</source>
        <translation>Wie aus den Fehlern der Aufgaben eine Zahl wird; calibrated vergleicht jeden mit denen von Gutbildern.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of the features that is left out at random while learning, against learning by heart.</source>
        <translation>Anteil der Merkmale, der beim Lernen zufällig ausgelassen wird, gegen Auswendiglernen.</translation>
    </message>
    <message>
        <source>Networks averaged</source>
        <translation>Gemittelte Netze</translation>
    </message>
    <message>
        <source>So many networks learn side by side and their scores are averaged: steadier, and slower.</source>
        <translation>So viele Netze lernen nebeneinander, und ihre Werte werden gemittelt: ruhiger und langsamer.</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>What the network must recognise; leave out what good parts cannot show, such as rotation if round.</source>
        <translation>Was das Netz erkennen muss; lassen Sie aus, was Gutteile nicht zeigen können, etwa die Drehung bei runden.</translation>
    </message>
    <message>
        <source>Puzzles</source>
        <translation>Puzzles</translation>
    </message>
    <message>
        <source>In how many orders the cells of the jigsaw are shuffled, the right one among them.</source>
        <translation>In wie vielen Anordnungen die Felder des Puzzles gemischt werden, die richtige darunter.</translation>
    </message>
    <message>
        <source>Made-up anomalies</source>
        <translation>Erzeugte Anomalien</translation>
    </message>
    <message>
        <source>What is made of good images to learn from, in equal shares.</source>
        <translation>Was aus Gutbildern zum Lernen gemacht wird, zu gleichen Teilen.</translation>
    </message>
    <message>
        <source>Labels of good parts</source>
        <translation>Zielwerte der Gutteile</translation>
    </message>
    <message>
        <source>Range that the labels of good images are drawn from, from 0 to 1.</source>
        <translation>Bereich, aus dem die Zielwerte von Gutbildern gezogen werden, von 0 bis 1.</translation>
    </message>
    <message>
        <source>Labels of anomalies</source>
        <translation>Zielwerte der Anomalien</translation>
    </message>
    <message>
        <source>Range that the labels of made-up anomalies are drawn from, from 0 to 1.</source>
        <translation>Bereich, aus dem die Zielwerte erzeugter Anomalien gezogen werden, von 0 bis 1.</translation>
    </message>
    <message>
        <source>Holes per side</source>
        <translation>Lücken je Seite</translation>
    </message>
    <message>
        <source>The image is divided into so many cells per side; each is once the hole that is filled.</source>
        <translation>Das Bild wird je Seite in so viele Felder geteilt; jedes ist einmal die Lücke, die gefüllt wird.</translation>
    </message>
    <message>
        <source>Things counted</source>
        <translation>Gezählte Dinge</translation>
    </message>
    <message>
        <source>How many kinds of things the network learns to count.</source>
        <translation>Wie viele Arten von Dingen das Netz zu zählen lernt.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>By how much the counts of another image must differ; without it, counting nothing would be right.</source>
        <translation>Um wie viel die Zahlen eines anderen Bildes abweichen müssen; ohne ihn wäre es richtig, nichts zu zählen.</translation>
    </message>
    <message>
        <source>Frames per window</source>
        <translation>Einzelbilder je Fenster</translation>
    </message>
    <message>
        <source>Frames of one window; the network learns to put them in order.</source>
        <translation>Einzelbilder eines Fensters; das Netz lernt, sie zu ordnen.</translation>
    </message>
    <message>
        <source>Frames skipped</source>
        <translation>Ausgelassene Einzelbilder</translation>
    </message>
    <message>
        <source>Frames omitted between two frames of a window; more show slower motion.</source>
        <translation>Einzelbilder, die zwischen zweien eines Fensters ausgelassen werden; mehr zeigen langsamere Bewegung.</translation>
    </message>
    <message>
        <source>Trunk</source>
        <translation>Rumpf</translation>
    </message>
    <message>
        <source>The network that sees each frame: caffenet as published, or a small, faster one.</source>
        <translation>Das Netz, das jedes Einzelbild sieht: caffenet wie veröffentlicht, oder ein kleines, schnelleres.</translation>
    </message>
    <message>
        <source>Features per frame</source>
        <translation>Merkmale je Einzelbild</translation>
    </message>
    <message>
        <source>How many numbers describe a frame.</source>
        <translation>Wie viele Zahlen ein Einzelbild beschreiben.</translation>
    </message>
    <message>
        <source>Show the path of motion</source>
        <translation>Bewegungsweg zeigen</translation>
    </message>
    <message>
        <source>The network also sees what moves within the window, but not in which order.</source>
        <translation>Das Netz sieht auch, was sich im Fenster bewegt, aber nicht in welcher Reihenfolge.</translation>
    </message>
    <message>
        <source>Orders per step</source>
        <translation>Reihenfolgen je Schritt</translation>
    </message>
    <message>
        <source>Orders of each window that are learned from in one step; – takes all of them.</source>
        <translation>Reihenfolgen jedes Fensters, von denen in einem Schritt gelernt wird; – nimmt alle.</translation>
    </message>
    <message>
        <source>Full motion</source>
        <translation>Volle Bewegung</translation>
    </message>
    <message>
        <source>of the window</source>
        <translation>des Fensters</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Einzelbilder</translation>
    </message>
    <message>
        <source>per step</source>
        <translation>je Schritt</translation>
    </message>
    <message>
        <source>of the training</source>
        <translation>des Anlernens</translation>
    </message>
    <message>
        <source>Share that must move for an error to count in full; 0 counts all motion alike.</source>
        <translation>Anteil, der sich bewegen muss, damit ein Fehler voll zählt; 0 zählt alle Bewegung gleich.</translation>
    </message>
    <message>
        <source>Evaluated</source>
        <translation>Ausgewertet</translation>
    </message>
    <message>
        <source>Whether each object, the whole frame, or both are evaluated.</source>
        <translation>Ob jedes Objekt, das ganze Einzelbild oder beides ausgewertet wird.</translation>
    </message>
    <message>
        <source>Object size</source>
        <translation>Objektgröße</translation>
    </message>
    <message>
        <source>Objects are resized to squares of this side.</source>
        <translation>Objekte werden auf Quadrate dieser Seite gebracht.</translation>
    </message>
    <message>
        <source>Longest gap</source>
        <translation>Längste Lücke</translation>
    </message>
    <message>
        <source>Most frames from one to the next where motion is made irregular.</source>
        <translation>Höchster Abstand zweier aufeinanderfolgender Einzelbilder, wo Bewegung unregelmäßig gemacht wird.</translation>
    </message>
    <message>
        <source>Answers of the teacher</source>
        <translation>Antworten des Lehrers</translation>
    </message>
    <message>
        <source>How many numbers a teacher gives for an object; 0 without a teacher.</source>
        <translation>Wie viele Zahlen ein Lehrer für ein Objekt ausgibt; 0 ohne Lehrer.</translation>
    </message>
    <message>
        <source>Weight of the teacher</source>
        <translation>Gewicht des Lehrers</translation>
    </message>
    <message>
        <source>How much the teacher&apos;s answers count in the loss.</source>
        <translation>Wie stark die Antworten des Lehrers im Verlust zählen.</translation>
    </message>
    <message>
        <source>mean averages over all orders of the frames; single takes one, as published.</source>
        <translation>mean mittelt über alle Reihenfolgen der Einzelbilder; single nimmt eine, wie veröffentlicht.</translation>
    </message>
    <message>
        <source>paper takes the probability of the wrong answer; log_probability also distinguishes very wrong ones.</source>
        <translation>paper nimmt die Wahrscheinlichkeit der falschen Antwort; log_probability unterscheidet auch sehr falsche.</translation>
    </message>
    <message>
        <source>What the network must recognise in good motion; distillation needs a teacher.</source>
        <translation>Was das Netz in guter Bewegung erkennen muss; distillation braucht einen Lehrer.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>How many steps are learned; – where epochs are stated instead.</source>
        <translation>Wie viele Schritte lang gelernt wird; –, wo stattdessen Epochen angegeben sind.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>How often every good image is learned from; – where steps are stated instead.</source>
        <translation>Wie oft von jedem Gutbild gelernt wird; –, wo stattdessen Schritte angegeben sind.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Stapelgröße</translation>
    </message>
    <message>
        <source>Images or windows per step; more are steadier and need more memory.</source>
        <translation>Bilder oder Fenster je Schritt; mehr sind ruhiger und brauchen mehr Speicher.</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>How the network&apos;s weights follow the loss.</source>
        <translation>Wie die Gewichte des Netzes dem Verlust folgen.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>The largest step of the weights; too large fails, too small learns nothing.</source>
        <translation>Der größte Schritt der Gewichte; zu groß scheitert, zu klein lernt nichts.</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>How the learning rate changes: constant, one step down, one cycle up and down, or several cycles.</source>
        <translation>Wie sich die Lernrate ändert: gleichbleibend, eine Stufe abwärts, einmal auf und ab, oder mehrmals.</translation>
    </message>
    <message>
        <source>Step down at</source>
        <translation>Stufe abwärts bei</translation>
    </message>
    <message>
        <source>Share of the training after which the learning rate drops to a tenth.</source>
        <translation>Anteil des Anlernens, nach dem die Lernrate auf ein Zehntel fällt.</translation>
    </message>
    <message>
        <source>edges and structure</source>
        <translation>Kanten und Struktur</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>kalibriert</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>gleichbleibend</translation>
    </message>
    <message>
        <source>cut and pasted</source>
        <translation>ausgeschnitten und eingesetzt</translation>
    </message>
    <message>
        <source>cyclic</source>
        <translation>zyklisch</translation>
    </message>
    <message>
        <source>brightness (L2)</source>
        <translation>Helligkeit (L2)</translation>
    </message>
    <message>
        <source>log error</source>
        <translation>Logarithmus des Fehlers</translation>
    </message>
    <message>
        <source>log probability</source>
        <translation>Logarithmus der Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>mixed with itself, turned</source>
        <translation>mit sich selbst gemischt, gedreht</translation>
    </message>
    <message>
        <source>edges (MSGMS)</source>
        <translation>Kanten (MSGMS)</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>one cycle</source>
        <translation>ein Zyklus</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>wie veröffentlicht</translation>
    </message>
    <message>
        <source>reweighted</source>
        <translation>umgewichtet</translation>
    </message>
    <message>
        <source>quarters shuffled</source>
        <translation>Viertel vertauscht</translation>
    </message>
    <message>
        <source>single</source>
        <translation>einzeln</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>structure (SSIM)</source>
        <translation>Struktur (SSIM)</translation>
    </message>
    <message>
        <source>in steps</source>
        <translation>in Stufen</translation>
    </message>
    <message>
        <source>turned sideways</source>
        <translation>seitlich gedreht</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Reset to the preset</source>
        <translation>Auf das Profil zurücksetzen</translation>
    </message>
    <message>
        <source>(at most {high})</source>
        <translation>(höchstens {high})</translation>
    </message>
    <message>
        <source>({low} to {high})</source>
        <translation>({low} bis {high})</translation>
    </message>
    <message>
        <source>Settings: as the preset</source>
        <translation>Einstellungen: wie im Profil</translation>
    </message>
    <message>
        <source>Settings changed: {count}</source>
        <translation>Geänderte Einstellungen: {count}</translation>
    </message>
</context>
<context>
    <name>SimilarDialog</name>
    <message>
        <source>{share} similar</source>
        <translation>{share} ähnlich</translation>
    </message>
    <message>
        <source>{chosen} of {all} selected</source>
        <translation>{chosen} von {all} ausgewählt</translation>
    </message>
</context>
<context>
    <name>SimilarItems</name>
    <message>
        <source>Decided: {text}</source>
        <translation>Entschieden: {text}</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>A category is a folder of images of one product, taken by one camera. Images of good parts are enough to start; the folders train/good, test/good and test/&lt;defect&gt; separate them from the rest. Instead of images, a category may hold clips: videos, or folders of numbered frames. Drop a folder here, or open one.</source>
        <translation>Eine Kategorie ist ein Ordner mit Bildern eines Produkts, aufgenommen mit einer Kamera. Bilder von Gutteilen genügen für den Anfang; die Ordner train/good, test/good und test/&lt;Fehlerart&gt; trennen sie vom Rest. Statt Bildern kann eine Kategorie Videos enthalten, als Dateien oder als Ordner nummerierter Bilder. Legen Sie einen Ordner hier ab oder öffnen Sie einen.</translation>
    </message>
    <message>
        <source>Open a folder …</source>
        <translation>Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open the demonstration</source>
        <translation>Demonstration öffnen</translation>
    </message>
    <message>
        <source>The demonstration is rendered first, and opens by itself.</source>
        <translation>Die Demonstration wird erst erzeugt und öffnet sich dann von selbst.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Recent categories</source>
        <translation>Zuletzt geöffnete Kategorien</translation>
    </message>
    <message>
        <source>Open a category</source>
        <translation>Kategorie öffnen</translation>
    </message>
</context>
<context>
    <name>SuspectsDialog</name>
    <message>
        <source>Suspect images in {category}</source>
        <translation>Verdächtige Bilder in {category}</translation>
    </message>
    <message>
        <source>Reading the good images …</source>
        <translation>Gutbilder werden gelesen …</translation>
    </message>
    <message>
        <source>Comparing each good image with the others …</source>
        <translation>Jedes Gutbild wird mit den anderen verglichen …</translation>
    </message>
    <message>
        <source>The search is not complete.</source>
        <translation>Die Suche ist nicht vollständig.</translation>
    </message>
    <message>
        <source>None of the {images} good images stands out from the others.</source>
        <translation>Keines der {images} Gutbilder fällt gegenüber den anderen auf.</translation>
    </message>
    <message>
        <source>Good images that stand out from the others: {suspects} of {images}. Ignore those that do not show a good part; nothing is changed otherwise.</source>
        <translation>Gutbilder, die gegenüber den anderen auffallen: {suspects} von {images}. Ignorieren Sie die, die kein Gutteil zeigen; sonst wird nichts geändert.</translation>
    </message>
    <message>
        <source>Small defects, and defects that are alike on several images, may be among the others.</source>
        <translation>Kleine Fehler und solche, die auf mehreren Bildern gleich sind, können unter den anderen sein.</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>ignoriert</translation>
    </message>
    <message>
        <source>marked as defective</source>
        <translation>als fehlerhaft markiert</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>nicht entschieden</translation>
    </message>
    <message>
        <source>{times} times as far out as the farthest of the other images; most at ({x}, {y}) px.</source>
        <translation>{times}-mal so auffällig wie das auffälligste übrige Bild; am meisten bei ({x}; {y})&#xa0;px.</translation>
    </message>
    <message>
        <source>Reading the image …</source>
        <translation>Bild wird gelesen …</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>Fortschritt der Suche</translation>
    </message>
    <message>
        <source>Suspect images</source>
        <translation>Verdächtige Bilder</translation>
    </message>
    <message>
        <source>Suspect image</source>
        <translation>Verdächtiges Bild</translation>
    </message>
    <message>
        <source>Show the heatmap</source>
        <translation>Heatmap zeigen</translation>
    </message>
    <message>
        <source>It shows a good part</source>
        <translation>Es zeigt ein Gutteil</translation>
    </message>
    <message>
        <source>Do not learn from it</source>
        <translation>Nicht daraus lernen</translation>
    </message>
</context>
<context>
    <name>SuspectsPanel</name>
    <message>
        <source>Find suspect images …</source>
        <translation>Verdächtige Bilder suchen …</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Judges each good image by a model that learned the others, and shows those that stand out.</source>
        <translation>Prüft jedes Gutbild mit einem Modell, das die anderen gelernt hat, und zeigt die auffälligen.</translation>
    </message>
</context>
<context>
    <name>ThresholdChanges</name>
    <message>
        <source>In force and recorded. All scores are shown by these thresholds now.</source>
        <translation>In Kraft und festgehalten. Alle Werte werden jetzt nach diesen Schwellen angezeigt.</translation>
    </message>
</context>
<context>
    <name>ThresholdHistogram</name>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
</context>
<context>
    <name>ThresholdOutcome</name>
    <message>
        <source>Overkill</source>
        <translation>Pseudoausschuss</translation>
    </message>
    <message>
        <source>Share of the good parts that are NG.</source>
        <translation>Anteil der Gutteile, die NG sind.</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Schlupf</translation>
    </message>
    <message>
        <source>Share of the defective parts that are OK. Those in REVIEW are counted apart.</source>
        <translation>Anteil der fehlerhaften Teile, die OK sind. Die in REVIEW sind getrennt gezählt.</translation>
    </message>
    <message>
        <source>Left out of these figures: {n} that this model learned as good, or that set its thresholds. They are no test of it.</source>
        <translation>Nicht in diesen Zahlen: {n}, die dieses Modell als gut gelernt hat oder nach denen seine Schwellen gewählt wurden. Sie sind kein Test für das Modell.</translation>
    </message>
    <message>
        <source>{share} %  (95 %: {low} to {high} %)</source>
        <translation>{share}&#xa0;%  (95&#xa0;%: {low} bis {high}&#xa0;%)</translation>
    </message>
    <message>
        <source>{n} in review</source>
        <translation>{n} in REVIEW</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Review threshold</source>
        <translation>REVIEW-Schwelle</translation>
    </message>
    <message>
        <source>Reject threshold</source>
        <translation>NG-Schwelle</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Logarithmic axes, to see few bad parts beside many good ones</source>
        <translation>Logarithmische Achsen, um wenige fehlerhafte Teile neben vielen guten zu sehen</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>defective</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>good, from calibration</source>
        <translation>gut, aus der Kalibrierung</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Type a score as it reads on this screen: 0 is a typical good part, 1 the reject threshold in force. Tables have it as &apos;{relative}&apos;. The raw score, &apos;{raw}&apos; in tables, is what is stored: the tooltip of the field shows it.</source>
        <translation>Einzugeben ist ein Wert, wie er auf diesem Bildschirm steht: 0 ist ein typisches Gutteil, 1 die geltende NG-Schwelle. In Tabellen steht er als „{relative}“. Gespeichert wird der Rohwert, in Tabellen „{raw}“: Der Tooltip des Feldes zeigt ihn.</translation>
    </message>
    <message>
        <source>Scores and thresholds</source>
        <translation>Werte und Schwellen</translation>
    </message>
    <message>
        <source>Moved thresholds are not applied</source>
        <translation>Verschobene Schwellen sind nicht gesetzt</translation>
    </message>
    <message>
        <source>Change side: {n}, nearest first</source>
        <translation>Wechseln die Seite: {n}, nächste zuerst</translation>
    </message>
    <message>
        <source>Review above</source>
        <translation>REVIEW über</translation>
    </message>
    <message>
        <source>0 is a typical good part, 1 the reject threshold in force. Raw score, which is stored: {score}</source>
        <translation>0 ist ein typisches Gutteil, 1 die geltende NG-Schwelle. Gespeicherter Rohwert: {score}</translation>
    </message>
    <message>
        <source>False-reject budget</source>
        <translation>Pseudoausschuss höchstens</translation>
    </message>
    <message>
        <source>By type</source>
        <translation>Nach Fehlerart</translation>
    </message>
    <message>
        <source>The scores of each type of defect apart, the six most frequent ones</source>
        <translation>Die Werte jeder Fehlerart für sich, die sechs häufigsten</translation>
    </message>
    <message>
        <source>{remark} (Models shows {n} more.)</source>
        <translation>{remark} ({n} weitere unter „Modelle“.)</translation>
    </message>
    <message>
        <source>no test</source>
        <translation>keine Prüfung</translation>
    </message>
    <message>
        <source>Reject above</source>
        <translation>NG über</translation>
    </message>
    <message>
        <source>Verdicts, colours and outlines are by the applied thresholds: review {review}, reject {reject}. The moved thresholds are not applied yet.</source>
        <translation>Urteile, Farben und Umrisse gelten nach den gesetzten Schwellen: REVIEW über {review}, NG über {reject}. Die verschobenen sind noch nicht gesetzt.</translation>
    </message>
    <message>
        <source>Nearest to the reject threshold</source>
        <translation>Der NG-Schwelle am nächsten</translation>
    </message>
</context>
<context>
    <name>ThresholdProof</name>
    <message>
        <source>The model is not in this workspace, so nothing can be proven or changed.</source>
        <translation>Das Modell ist nicht in diesem Arbeitsbereich; es lässt sich nichts nachweisen oder ändern.</translation>
    </message>
    <message>
        <source>The threshold stays: {n} good scores are too few to tell these budgets apart.</source>
        <translation>Die Schwelle bleibt: {n} Werte von Gutteilen sind zu wenige, um diese Anteile zu unterscheiden.</translation>
    </message>
    <message>
        <source>{n} good images, each judged by a model that learned the others: about {share} % of good parts are expected to be rejected. Not proven.</source>
        <translation>{n} Gutbilder, jedes von einem Modell beurteilt, das die anderen gelernt hat: Erwartet wird, dass etwa {share}&#xa0;% der Gutteile zurückgewiesen werden. Nicht nachgewiesen.</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Scores over time</source>
        <translation>Werte über die Zeit</translation>
    </message>
    <message>
        <source>Review above {value}</source>
        <translation>REVIEW über {value}</translation>
    </message>
    <message>
        <source>Reject above {value}</source>
        <translation>NG über {value}</translation>
    </message>
</context>
<context>
    <name>TimelineTracks</name>
    <message>
        <source>Events, labelled intervals and lost frames</source>
        <translation>Ereignisse, bekannte Zeiträume und verlorene Bilder</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>Lost, no motion</source>
        <translation>Verloren, still</translation>
    </message>
    <message>
        <source>{decision}: {span}, peak {peak} at {when}</source>
        <translation>{decision}: {span}, Spitze {peak} bei {when}</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Leave the tour</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Good images are enough</source>
        <translation>Gutbilder genügen</translation>
    </message>
    <message>
        <source>This demonstration holds good bearing covers to learn from, and defective ones to test with. On the right: what may be wrong with the images, and what you state about the parts.</source>
        <translation>Diese Demonstration enthält gute Lagerdeckel zum Anlernen und fehlerhafte zum Testen. Rechts steht, was an den Bildern auffällt und was Sie über die Teile angeben.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell anlernen</translation>
    </message>
    <message>
        <source>The card on the right says which method suits these images, and why. Start learns from the good images alone, sets the thresholds, and tests the model.</source>
        <translation>Die Karte rechts sagt, welches Verfahren zu diesen Bildern passt und warum. „Start“ lernt allein aus den Gutbildern, setzt die Schwellen und testet das Modell.</translation>
    </message>
    <message>
        <source>After a training, the test images stand here, worst first, with their heatmaps. Decide on each with one key; the thresholds on the right follow your limits.</source>
        <translation>Nach dem Anlernen stehen hier die Testbilder, die schlechtesten zuerst, mit ihren Heatmaps. Eine Taste entscheidet über jedes; rechts richten sich die Schwellen nach Ihren Grenzen.</translation>
    </message>
    <message>
        <source>Choose a model and a folder, or drop images anywhere in the window. The worst parts are shown while the batch runs; the operator view shows one part at a time, large.</source>
        <translation>Wählen Sie ein Modell und einen Ordner, oder ziehen Sie Bilder ins Fenster. Die schlechtesten Teile erscheinen schon während der Prüfung; die Bedieneransicht zeigt jedes Teil einzeln und groß.</translation>
    </message>
    <message>
        <source>Every training is kept here. Compare two models on the same parts, or export one for the line. The menu Help lists all commands with their keys.</source>
        <translation>Hier bleibt jedes Modell. Vergleichen Sie zwei an denselben Teilen, oder exportieren Sie eines für die Linie. Das Menü „Hilfe“ nennt alle Befehle mit ihren Tasten.</translation>
    </message>
    <message>
        <source>See what is wrong, and where</source>
        <translation>Sehen, was fehlerhaft ist und wo</translation>
    </message>
    <message>
        <source>Inspect a batch</source>
        <translation>Einen Prüflauf starten</translation>
    </message>
    <message>
        <source>Compare and export models</source>
        <translation>Modelle vergleichen und exportieren</translation>
    </message>
</context>
<context>
    <name>TrainColumn</name>
    <message>
        <source>Expected time on this machine</source>
        <translation>Erwartete Dauer auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>TrainContent</name>
    <message>
        <source>No category is open</source>
        <translation>Keine Kategorie geöffnet</translation>
    </message>
    <message>
        <source>Open a folder of good images or clips first; then you can train a model on them here.</source>
        <translation>Öffnen Sie zuerst einen Ordner mit Gutbildern oder guten Videos; dann können Sie hier ein Modell damit anlernen.</translation>
    </message>
    <message>
        <source>Ready to train on &quot;{name}&quot;</source>
        <translation>Bereit zum Anlernen mit „{name}“</translation>
    </message>
</context>
<context>
    <name>TrainProgress</name>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>{n}, all done</source>
        <translation>{n}, alle fertig</translation>
    </message>
    <message>
        <source>GPU {mb} MB</source>
        <translation>GPU {mb}&#xa0;MB</translation>
    </message>
    <message>
        <source>Learning stops after this step. The model is then calibrated and saved as it is.</source>
        <translation>Das Anlernen endet nach diesem Schritt. Das Modell wird dann so, wie es ist, kalibriert und gespeichert.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Good enough: stop now</source>
        <translation>Gut genug: jetzt aufhören</translation>
    </message>
    <message>
        <source>Learn no further; the model is calibrated and saved as it is now.</source>
        <translation>Nicht weiter anlernen; das Modell wird so, wie es jetzt ist, kalibriert und gespeichert.</translation>
    </message>
    <message>
        <source>Progress of the whole training</source>
        <translation>Fortschritt des gesamten Anlernens</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Time per step</source>
        <translation>Zeit je Schritt</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Device and memory</source>
        <translation>Gerät und Speicher</translation>
    </message>
</context>
<context>
    <name>TrainScreen</name>
    <message>
        <source>Train</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Training {name}</source>
        <translation>Anlernen von {name}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>The model &quot;{name}&quot; is finished.</source>
        <translation>Das Modell „{name}“ ist fertig.</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>The model is finished; not every test item was inspected</source>
        <translation>Das Modell ist fertig; nicht alles zum Testen wurde geprüft</translation>
    </message>
    <message>
        <source>Locate the part</source>
        <translation>Lage finden</translation>
    </message>
    <message>
        <source>Leave out and train</source>
        <translation>Auslassen und anlernen</translation>
    </message>
    <message>
        <source>The training failed</source>
        <translation>Das Anlernen ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a category</source>
        <translation>Kategorie wählen</translation>
    </message>
</context>
<context>
    <name>Truth</name>
    <message>
        <source>Ground truth</source>
        <translation>Fehlermaske</translation>
    </message>
    <message>
        <source>What the category&apos;s masks say is defective, dashed in magenta</source>
        <translation>Was laut den Masken der Kategorie fehlerhaft ist, in Magenta gestrichelt</translation>
    </message>
</context>
<context>
    <name>TypeBar</name>
    <message>
        <source>Type</source>
        <translation>Fehlerart</translation>
    </message>
    <message>
        <source>Name what is marked here as a type of defect; no verdict changes</source>
        <translation>Das hier Markierte als Fehlerart benennen; kein Urteil ändert sich</translation>
    </message>
    <message>
        <source>Keys: {keys}</source>
        <translation>Tasten: {keys}</translation>
    </message>
</context>
<context>
    <name>TypeNaming</name>
    <message>
        <source>Type {n}</source>
        <translation>Fehlerart {n}</translation>
    </message>
    <message>
        <source>Accept the proposed type</source>
        <translation>Vorgeschlagene Fehlerart übernehmen</translation>
    </message>
    <message>
        <source>New type …</source>
        <translation>Neue Fehlerart …</translation>
    </message>
    <message>
        <source>Remove the type</source>
        <translation>Fehlerart entfernen</translation>
    </message>
    <message>
        <source>Pareto chart of the types …</source>
        <translation>Pareto-Diagramm der Fehlerarten …</translation>
    </message>
    <message>
        <source>Type: {name}</source>
        <translation>Fehlerart: {name}</translation>
    </message>
    <message>
        <source>Nothing to name here</source>
        <translation>Hier ist nichts zu benennen</translation>
    </message>
    <message>
        <source>Region {n} of {all}</source>
        <translation>Bereich {n} von {all}</translation>
    </message>
    <message>
        <source>Not named</source>
        <translation>Nicht benannt</translation>
    </message>
    <message>
        <source>right for {right} of {all}</source>
        <translation>richtig bei {right} von {all}</translation>
    </message>
    <message>
        <source>Proposed by what was named before and is most alike in place, size, shape or length, and value. With each of these left out in turn, its type was proposed for {right} of {all}; {elsewhere} are in other runs.</source>
        <translation>Vorgeschlagen nach dem, was schon benannt ist und in Ort, Größe, Form oder Länge und Wert am ähnlichsten ist. Wird jedes davon einmal weggelassen, wird seine Fehlerart bei {right} von {all} vorgeschlagen; {elsewhere} davon liegen in anderen Prüfläufen.</translation>
    </message>
    <message>
        <source>No type is proposed: {right}</source>
        <translation>Keine Fehlerart wird vorgeschlagen: {right}</translation>
    </message>
    <message>
        <source>Below half, none is offered.</source>
        <translation>Unter der Hälfte wird keine vorgeschlagen.</translation>
    </message>
    <message>
        <source>Types are proposed once {n} of two types are named.</source>
        <translation>Fehlerarten werden vorgeschlagen, sobald {n} Fehler mit zwei verschiedenen Fehlerarten benannt sind.</translation>
    </message>
    <message>
        <source>Y  {name}?</source>
        <translation>Y  {name}?</translation>
    </message>
    <message>
        <source>Unlike every named region</source>
        <translation>Keinem benannten Bereich ähnlich</translation>
    </message>
</context>
<context>
    <name>VerdictBadge</name>
    <message>
        <source>Verdict: {word}</source>
        <translation>Urteil: {word}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>Batch: {outcome}</source>
        <translation>Prüflauf: {outcome}</translation>
    </message>
</context>
<context>
    <name>VideoCategory</name>
    <message>
        <source>Good, for training</source>
        <translation>Gut, zum Anlernen</translation>
    </message>
    <message>
        <source>For testing</source>
        <translation>Zum Testen</translation>
    </message>
    <message>
        <source>Test: {label}</source>
        <translation>Test: {label}</translation>
    </message>
    <message>
        <source>Marked as defective</source>
        <translation>Als fehlerhaft markiert</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignoriert</translation>
    </message>
    <message>
        <source>Good clips for training: {count}</source>
        <translation>Gute Videos zum Anlernen: {count}</translation>
    </message>
    <message>
        <source>To learn from: {folders}</source>
        <translation>Gelernt wird aus: {folders}</translation>
    </message>
    <message>
        <source>Test clips: {count}, {defective} of them defective</source>
        <translation>Testvideos: {count}, davon fehlerhaft: {defective}</translation>
    </message>
    <message>
        <source>Clips with labelled frames: {count}</source>
        <translation>Videos mit Angaben je Bild: {count}</translation>
    </message>
    <message>
        <source>Ignored: {count}</source>
        <translation>Ignoriert: {count}</translation>
    </message>
</context>
<context>
    <name>VideoContent</name>
    <message>
        <source>No event found.</source>
        <translation>Kein Ereignis gefunden.</translation>
    </message>
    <message>
        <source>No event so far.</source>
        <translation>Bisher kein Ereignis.</translation>
    </message>
    <message>
        <source>{event} · peak {peak}</source>
        <translation>{event} · Spitze {peak}</translation>
    </message>
    <message>
        <source>{clip} · since frame {frame}</source>
        <translation>{clip} · seit Bild {frame}</translation>
    </message>
    <message>
        <source>{clip} · since {time}</source>
        <translation>{clip} · seit {time}</translation>
    </message>
</context>
<context>
    <name>VideoFields</name>
    <message>
        <source>Leave out unreadable clips</source>
        <translation>Unlesbare Videos auslassen</translation>
    </message>
    <message>
        <source>Frame rate of image sequences</source>
        <translation>Bildrate von Bildfolgen</translation>
    </message>
    <message>
        <source>Evaluated</source>
        <translation>Ausgewertet</translation>
    </message>
    <message>
        <source>Each object</source>
        <translation>Jedes Objekt</translation>
    </message>
    <message>
        <source>The whole frame</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Object detector</source>
        <translation>Objektdetektor</translation>
    </message>
    <message>
        <source>Difference from the empty scene</source>
        <translation>Unterschied zur leeren Szene</translation>
    </message>
    <message>
        <source>YOLOX from a file (ONNX)</source>
        <translation>YOLOX aus einer Datei (ONNX)</translation>
    </message>
    <message>
        <source>File (.onnx)</source>
        <translation>Datei (.onnx)</translation>
    </message>
    <message>
        <source>Detector file</source>
        <translation>Detektordatei</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose a detector file</source>
        <translation>Detektordatei wählen</translation>
    </message>
    <message>
        <source>Minimum confidence</source>
        <translation>Mindestsicherheit</translation>
    </message>
    <message>
        <source>Detectors (*.onnx)</source>
        <translation>Detektoren (*.onnx)</translation>
    </message>
</context>
<context>
    <name>VideoInspectView</name>
    <message>
        <source>Clips in the batch</source>
        <translation>Videos des Prüflaufs</translation>
    </message>
    <message>
        <source>Events, newest first</source>
        <translation>Ereignisse, neueste zuerst</translation>
    </message>
    <message>
        <source>The chosen event</source>
        <translation>Das gewählte Ereignis</translation>
    </message>
    <message>
        <source>Choose an event to see its worst frame here.</source>
        <translation>Wählen Sie ein Ereignis, um sein schlimmstes Bild hier zu sehen.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>as learned</source>
        <translation>wie gelernt</translation>
    </message>
    <message>
        <source>{done} of {total} frames</source>
        <translation>{done} von {total} Bildern</translation>
    </message>
    <message>
        <source>{rate} frames/s</source>
        <translation>{rate} Bilder/s</translation>
    </message>
    <message>
        <source>The worst event of the clip</source>
        <translation>Das schlimmste Ereignis des Videos</translation>
    </message>
    <message>
        <source>The worst event of the inspected clip appears here.</source>
        <translation>Hier erscheint das schlimmste Ereignis des geprüften Videos.</translation>
    </message>
    <message>
        <source>Frame rate of image sequences</source>
        <translation>Bildrate von Bildfolgen</translation>
    </message>
    <message>
        <source>Inspecting clips</source>
        <translation>Videos werden geprüft</translation>
    </message>
    <message>
        <source>No video model yet: train one first.</source>
        <translation>Noch kein Modell für Videos: Lernen Sie erst eines an.</translation>
    </message>
    <message>
        <source>Choose videos or a folder with clips, or drop them here.</source>
        <translation>Wählen Sie Videos oder einen Ordner, oder legen Sie sie hier ab.</translation>
    </message>
    <message>
        <source>Interrupted: {name}, clips: {n}.</source>
        <translation>Unterbrochen: {name}, Videos: {n}.</translation>
    </message>
    <message>
        <source>Test clips</source>
        <translation>Testvideos</translation>
    </message>
    <message>
        <source>The test clips of the category: {n}</source>
        <translation>Die Testvideos der Kategorie: {n}</translation>
    </message>
    <message>
        <source>Inspects what is in the folder and then every clip that arrives, until you stop.</source>
        <translation>Prüft, was im Ordner liegt, und danach jedes neue Video, bis Sie anhalten.</translation>
    </message>
    <message>
        <source>Waiting for the next clip</source>
        <translation>Wartet auf das nächste Video</translation>
    </message>
    <message>
        <source>Videos …</source>
        <translation>Videos …</translation>
    </message>
    <message>
        <source>Inspect a folder of clips</source>
        <translation>Einen Ordner mit Videos prüfen</translation>
    </message>
    <message>
        <source>Inspect clips</source>
        <translation>Videos prüfen</translation>
    </message>
    <message>
        <source>Videos ({kinds})</source>
        <translation>Videos ({kinds})</translation>
    </message>
    <message>
        <source>Operator view (video)</source>
        <translation>Bedieneransicht (Video)</translation>
    </message>
    <message>
        <source>Previous clip</source>
        <translation>Voriges Video</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>Nächstes Video</translation>
    </message>
    <message>
        <source>Newest clip</source>
        <translation>Neuestes Video</translation>
    </message>
    <message>
        <source>Looking back: clip {n} of {all}</source>
        <translation>Rückblick: Video {n} von {all}</translation>
    </message>
</context>
<context>
    <name>VideoModelWording</name>
    <message>
        <source>{count} frames</source>
        <translation>{count} Bilder</translation>
    </message>
    <message>
        <source>{frames} frames of good video</source>
        <translation>{frames} Bilder guter Videos</translation>
    </message>
    <message>
        <source>{count} stretches of good video</source>
        <translation>{count} Abschnitte guter Videos</translation>
    </message>
    <message>
        <source>at most {share} (95 % confidence, from {count} stretches of video)</source>
        <translation>höchstens {share} (Vertrauensniveau 95&#xa0;%, aus {count} Abschnitten)</translation>
    </message>
    <message>
        <source>The models agree on every clip that both inspected.</source>
        <translation>Beide Modelle urteilen bei jedem Video gleich, das beide beurteilt haben.</translation>
    </message>
    <message>
        <source>Two models are selected. Press C to compare them on the same clips.</source>
        <translation>Zwei Modelle sind gewählt: Mit C werden sie an denselben Videos verglichen.</translation>
    </message>
    <message>
        <source>Clips compared by their worst frames: {count}; both right: {agree}; both wrong: {wrong}.</source>
        <translation>Videos, verglichen nach ihrem schlechtesten Bild: {count}; beide richtig: {agree}; beide falsch: {wrong}.</translation>
    </message>
</context>
<context>
    <name>VideoReview</name>
    <message>
        <source>Review (video)</source>
        <translation>Durchsicht (Video)</translation>
    </message>
    <message>
        <source>Nothing to review yet</source>
        <translation>Noch nichts durchzusehen</translation>
    </message>
    <message>
        <source>{n} clips, {ng} NG</source>
        <translation>{n} Videos, {ng} NG</translation>
    </message>
    <message>
        <source>Inspect clips with a model: each clip then appears here with its timeline and its events.</source>
        <translation>Prüfen Sie Videos mit einem Modell: Jedes Video erscheint dann hier mit seiner Zeitleiste und seinen Ereignissen.</translation>
    </message>
    <message>
        <source>Nothing matches the filters.</source>
        <translation>Nichts passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Previous event</source>
        <translation>Voriges Ereignis</translation>
    </message>
    <message>
        <source>Next event</source>
        <translation>Nächstes Ereignis</translation>
    </message>
    <message>
        <source>Next event in the list</source>
        <translation>Nächstes Ereignis der Liste</translation>
    </message>
    <message>
        <source>Previous event in the list</source>
        <translation>Voriges Ereignis der Liste</translation>
    </message>
    <message>
        <source>Play event</source>
        <translation>Vorspielen</translation>
    </message>
    <message>
        <source>Play the event, starting one second before it</source>
        <translation>Das Ereignis abspielen, beginnend eine Sekunde davor</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Write the event as a video, with heatmap and boxes</source>
        <translation>Das Ereignis als Video schreiben, mit Heatmap und Rahmen</translation>
    </message>
    <message>
        <source>Export as a category …</source>
        <translation>Als Kategorie exportieren …</translation>
    </message>
    <message>
        <source>Copy the decided clips into a new folder: train/good, test/good, test/&lt;type&gt;</source>
        <translation>Die entschiedenen Videos in einen neuen Ordner kopieren: train/good, test/good, test/&lt;Fehlerart&gt;</translation>
    </message>
    <message>
        <source>Event and thresholds</source>
        <translation>Ereignis und Schwellen</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Every listed event is decided.</source>
        <translation>Über alle aufgeführten Ereignisse ist entschieden.</translation>
    </message>
    <message>
        <source>A false alarm, or a clip in which nothing is wrong</source>
        <translation>Ein Fehlalarm, oder ein Video, in dem alles in Ordnung ist</translation>
    </message>
    <message>
        <source>The event is confirmed, or something is wrong in a clip without an event</source>
        <translation>Das Ereignis ist bestätigt, oder in einem Video ohne Ereignis stimmt etwas nicht</translation>
    </message>
    <message>
        <source>Show similar events …</source>
        <translation>Ähnliche Ereignisse zeigen …</translation>
    </message>
    <message>
        <source>Learn the good clips</source>
        <translation>Gute Videos lernen</translation>
    </message>
    <message>
        <source>Write a new model that is calibrated on the clips confirmed to be good, too</source>
        <translation>Ein neues Modell schreiben, das auch auf die als gut bestätigten Videos kalibriert ist</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Schwellen</translation>
    </message>
</context>
<context>
    <name>VideoTraining</name>
    <message>
        <source>The share of 5-second stretches of good video with an NG frame</source>
        <translation>Anteil der 5-Sekunden-Abschnitte guter Videos mit einem NG-Bild</translation>
    </message>
    <message>
        <source>The share of 5-second stretches of good video that may be sent to review</source>
        <translation>Anteil der 5-Sekunden-Abschnitte guter Videos, die zur Durchsicht gehen dürfen</translation>
    </message>
    <message>
        <source>Choose a detector file (.onnx).</source>
        <translation>Wählen Sie eine Detektordatei (.onnx).</translation>
    </message>
    <message>
        <source>Looking at the good clips</source>
        <translation>Gute Videos werden angesehen</translation>
    </message>
    <message>
        <source>For these clips</source>
        <translation>Für diese Videos</translation>
    </message>
    <message>
        <source>Reading the good clips</source>
        <translation>Gute Videos werden gelesen</translation>
    </message>
    <message>
        <source>Choosing training samples</source>
        <translation>Ausschnitte zum Anlernen werden gewählt</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Calibrating on held-out good video</source>
        <translation>Kalibrieren mit zurückgehaltenen guten Videos</translation>
    </message>
    <message>
        <source>Inspecting the test clips</source>
        <translation>Testvideos werden geprüft</translation>
    </message>
    <message>
        <source>Another method may see what this one misses, and more good clips allow narrower thresholds.</source>
        <translation>Ein anderes Verfahren sieht vielleicht, was dieses übersieht, und mehr gute Videos erlauben engere Schwellen.</translation>
    </message>
    <message>
        <source>A defect in the good clips that were learned would widen the thresholds like this: play them on the Category screen, and move a clip that shows one out of its folder.</source>
        <translation>Ein Fehler in den gelernten guten Videos würde die Schwellen so weiten: Spielen Sie diese in der Ansicht „Kategorie“ ab, und nehmen Sie ein Video, das einen zeigt, aus seinem Ordner.</translation>
    </message>
    <message>
        <source>{n} stretches of good video that were not learned prove: at most {bound} of such stretches raise a false alarm (95 % confidence).</source>
        <translation>Mit {n} Abschnitten guter Videos, die nicht gelernt wurden, nachgewiesen: Höchstens {bound} solcher Abschnitte lösen einen Fehlalarm aus (Vertrauensniveau 95&#xa0;%).</translation>
    </message>
    <message>
        <source>Both thresholds are the same: no event goes to REVIEW.</source>
        <translation>Beide Schwellen sind gleich: Kein Ereignis geht in REVIEW.</translation>
    </message>
    <message>
        <source>Train again with more good clips.</source>
        <translation>Lernen Sie mit mehr guten Videos neu an.</translation>
    </message>
    <message>
        <source>{good} good clips for training, from {folders}. A fifth of their time is held out to set the thresholds.</source>
        <translation>{good} gute Videos zum Anlernen, aus {folders}. Ein Fünftel ihrer Zeit wird zurückgehalten, um die Schwellen zu setzen.</translation>
    </message>
    <message>
        <source>Afterwards, the new model inspects {test} test clips.</source>
        <translation>Danach prüft das neue Modell {test} Testvideos.</translation>
    </message>
    <message>
        <source>There are no test clips: inspect some to see what the model finds.</source>
        <translation>Es gibt keine Testvideos: Prüfen Sie danach einige, um zu sehen, was das Modell findet.</translation>
    </message>
    <message>
        <source>The model is finished. No test clip has a label, so nothing is known of what it finds.</source>
        <translation>Das Modell ist fertig. Kein Testvideo hat eine Klasse, daher ist nicht bekannt, was es findet.</translation>
    </message>
    <message>
        <source>No defective clip was tested, so nothing is known of what it finds.</source>
        <translation>Kein fehlerhaftes Video wurde geprüft, daher ist nicht bekannt, was es findet.</translation>
    </message>
    <message>
        <source>Rejects all defective clips ({defective}).</source>
        <translation>Weist alle fehlerhaften Videos zurück ({defective}).</translation>
    </message>
    <message>
        <source>Rejects {found} of {defective} defective clips and sends {review} to review; misses none.</source>
        <translation>Weist {found} von {defective} fehlerhaften Videos zurück und gibt {review} zur Durchsicht; übersieht keines.</translation>
    </message>
    <message>
        <source>Rejects {found} of {defective} defective clips; misses {missed}.</source>
        <translation>Weist {found} von {defective} fehlerhaften Videos zurück; übersieht {missed}.</translation>
    </message>
    <message>
        <source>Rejects {found} of {defective} defective clips and sends {review} to review; misses {missed}.</source>
        <translation>Weist {found} von {defective} fehlerhaften Videos zurück und gibt {review} zur Durchsicht; übersieht {missed}.</translation>
    </message>
    <message>
        <source>Rejects {rejected} of {good} good clips.</source>
        <translation>Weist {rejected} von {good} guten Videos zurück.</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>Stop the batch to change this.</source>
        <translation>Zum Ändern erst die Prüfung anhalten.</translation>
    </message>
    <message>
        <source>Choose a folder first.</source>
        <translation>Zuerst einen Ordner wählen.</translation>
    </message>
    <message>
        <source>Files cannot be watched: choose a folder.</source>
        <translation>Dateien lassen sich nicht überwachen: einen Ordner wählen.</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Show the pictures of Why? large</source>
        <translation>Die Bilder von „Warum?“ groß zeigen</translation>
    </message>
    <message>
        <source>The model is judging the part again …</source>
        <translation>Das Modell beurteilt das Teil noch einmal …</translation>
    </message>
    <message>
        <source>This method has no evidence beyond its heatmap.</source>
        <translation>Dieses Verfahren hat keine Belege außer seiner Heatmap.</translation>
    </message>
    <message>
        <source>{task} ({look}): {excess} spreads above good parts</source>
        <translation>{task} ({look}): {excess} Streubreiten über Gutteilen</translation>
    </message>
    <message>
        <source>{task}: as on good parts</source>
        <translation>{task}: wie bei Gutteilen</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>_NameDialog</name>
    <message>
        <source>Type of this defect</source>
        <translation>Art des Fehlers</translation>
    </message>
    <message>
        <source>Type, such as scratch. It then has a digit key.</source>
        <translation>Fehlerart, etwa Kratzer. Sie hat dann eine Zifferntaste.</translation>
    </message>
</context>
<context>
    <name>_Side</name>
    <message>
        <source>Score {score} · Review above {review} · NG above {reject}</source>
        <translation>Wert {score} · REVIEW über {review} · NG über {reject}</translation>
    </message>
    <message>
        <source>{name} with the heatmap of {model}</source>
        <translation>{name} mit der Heatmap von {model}</translation>
    </message>
    <message>
        <source>worst frame: {frame}</source>
        <translation>schlechtestes Bild: {frame}</translation>
    </message>
    <message>
        <source>worst at {time}</source>
        <translation>am schlechtesten bei {time}</translation>
    </message>
</context>
</TS>
