using System.Globalization;

namespace CheckIn.Fixtures;

/// <summary>Codes of every kind, of people who do not exist. The same seed gives the same codes.</summary>
public sealed class SyntheticCodes(int seed)
{
    private static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ"];
    private static readonly string[] Middles = ["Văn", "Thị", "Đức", "Ngọc", "Minh", "Thu"];
    private static readonly string[] Given = ["Thử", "Nghiệm", "Mẫu", "Giả", "Định", "Ẩn", "Ước", "Hường"];
    private readonly Random _random = new(seed);

    /// <summary>Chip card of 2021: 7 fields.</summary>
    public string Cccd() => Card(_random.Next(2) == 0 ? "" : Digits(9));

    /// <summary>Identity card of 2024: the same and four more about relatives.</summary>
    public string CanCuoc() => Card("") + "|Trần Văn Cha|Lê Thị Mẹ||";

    /// <summary>National personal QR 1.1.</summary>
    public string NationalPersonalQr(bool masked = false)
    {
        var document = masked ? "******" + Digits(6) : "001" + Digits(9);
        var birth = masked ? "1999-**-**"
            : $"19{_random.Next(50, 99)}-{_random.Next(1, 13):00}-{_random.Next(1, 29):00}";
        return $"{document}|NGUYEN VAN THU|{birth}|0|{Digits(18)}|<1<GD4{Digits(12)}<09{Digits(8)}<";
    }

    /// <summary>A poster of a place.</summary>
    public string VenueCode() => "https://qr.tokhaiyte.vn/?data=" + Digits(12);

    /// <summary>Nothing that a gate knows.</summary>
    public string Unknown() => "WIFI:T:WPA;S:mang-khach-" + Digits(4) + ";P:" + Digits(8) + ";;";

    /// <summary>Health insurance card: 16 fields, names in hexadecimal UTF-8.</summary>
    public string InsuranceCard() =>
        $"{Digits(10)}|4e677579e1bb856e2056c4836e205468e1bbad|01/01/1999|1|-|01 - C54|01/07/2023|-|31/07/2023"
        + $"|01{Digits(12)}|-|4| 01/10/2027|{Digits(16)}-1202|4|42e1baa36f206869e1bb836d2078c3a3|$";

    /// <summary>Health insurance card of before: 14 fields, two letters before the number.</summary>
    public string OldInsuranceCard() =>
        $"HS401{Digits(10)}|4E475559E1BB844E2056C4824E205448E1BBAC|1999|1|58C3A3205468E1BBAD|01 - 028|01/01/2021"
        + $"|31/12/2021|05/01/2021|01{Digits(10)}|-|4|01/01/2024|{Digits(16)}-0101|$";

    /// <summary>A card whose number does not agree with the date of birth.</summary>
    public string Malformed()
    {
        var fields = Cccd().Split('|');
        fields[3] = fields[3][..4] + (fields[3].EndsWith("2003", StringComparison.Ordinal) ? "2004" : "2003");
        return string.Join('|', fields);
    }

    private string Card(string old)
    {
        var born = new DateOnly(_random.Next(1950, 2008), _random.Next(1, 13), _random.Next(1, 29));
        var female = _random.Next(2) == 1;
        var century = ((born.Year / 100) - 19) * 2 + (female ? 1 : 0);
        var number = $"0{_random.Next(1, 97):00}{century}{born.Year % 100:00}{Digits(6)}";
        var name = $"{Pick(Families)} {Pick(Middles)} {Pick(Given)}";
        var birth = born.ToString("ddMMyyyy", CultureInfo.InvariantCulture);
        return $"{number}|{old}|{name}|{birth}|{(female ? "Nữ" : "Nam")}"
            + $"|Số {_random.Next(1, 99)}, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021";
    }

    private string Digits(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}
