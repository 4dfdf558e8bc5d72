"""The words of the texts that are drawn: of patients and staff, and harmless ones."""

LATIN = ["MILLER JOHN", "Anderson, Mary", "LANG PETER", "WILSON^ANNE", "Garcia Maria", "O'Neill Sean",
         "DUBOIS CLAIRE", "Rossi, Marco", "JENSEN LARS", "Kowalska Ewa", "NOVAK JAN", "Taylor-Smith R"]
UMLAUTS = ["MÜLLER JÜRGEN", "Schäfer, Jörg", "GRÖßER ÄNNE", "Köhler Käthe", "Öztürk Gülay",
           "LINDSTRÖM ÅSA", "Núñez José", "Lefèvre Hélène"]
JAPANESE = ["山田太郎", "佐藤 花子", "鈴木一郎", "ヤマダ タロウ", "高橋美咲", "渡辺 健", "伊藤さくら"]
HARMLESS = ["5 cm", "FR 32Hz", "MI 1.2", "TIs 0.4", "Gain 60%", "120 kV", "LEFT", "2D 55%",
            "L12-5 50mm", "W 400 L 40", "PORTABLE", "AP SUPINE", "RCC", "LMLO", "10.0 mm", "Zoom 1.5x"]
PLACES = ["St. Mary's Hospital", "KLINIKUM NORD", "City Heart Center", "Uniklinik Köln",
          "General Hospital 4B"]


def date(rng):
    day, month, year = rng.integers(1, 29), rng.integers(1, 13), rng.integers(1930, 2024)
    name = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()[month - 1]
    forms = [f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{day} {name} {year}",
             f"{month:02}/{day:02}/{year}", f"DOB {day:02}.{month:02}.{year % 100:02}"]
    return str(rng.choice(forms))


def identifier(rng):
    forms = [f"ID {rng.integers(10**6, 10**8)}", f"{rng.integers(10**7, 10**9)}",
             f"MRN{rng.integers(10**5, 10**7)}", f"A{rng.integers(10**4, 10**5)}-{rng.integers(10, 99)}"]
    return str(rng.choice(forms))


def text(rng, has_japanese):
    """What a text says, and its kind; the script of names is Latin, with umlauts, or Japanese."""
    chance = rng.random()
    if chance < 0.2:
        return str(rng.choice(LATIN)), "name", "Latin"
    if chance < 0.38:
        return str(rng.choice(UMLAUTS)), "name", "umlauts"
    if chance < 0.56:
        if has_japanese:
            return str(rng.choice(JAPANESE)), "name", "Japanese"
        return str(rng.choice(UMLAUTS)), "name", "umlauts"
    if chance < 0.68:
        return date(rng), "date", "Latin"
    if chance < 0.8:
        return identifier(rng), "identifier", "Latin"
    if chance < 0.9:
        return str(rng.choice(PLACES)), "institution", "Latin"
    return str(rng.choice(HARMLESS)), "harmless", "Latin"
