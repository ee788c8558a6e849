using System.Security.Cryptography;
using System.Text;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Registrations;

/// <summary>What a registration must be; pure.</summary>
internal static class RegistrationRules
{
    /// <summary>Wrong codes that may be typed.</summary>
    internal const int MostTries = 5;
    internal const int LongestName = 200, LongestAddress = 500, LongestOwner = 100, LongestWhy = 300;
    private const int CodeDigits = 6;
    // E.164: a country code and up to 15 digits in all; a Vietnamese number has nine digits behind its 0.
    private const int ShortestNumber = 8, LongestNumber = 15, VietnameseNumber = 10;

    /// <summary>As it is kept: trimmed, with the number in its international form.</summary>
    /// <exception cref="RegistrationException">A field is wrong.</exception>
    internal static RegistrationOrder Check(RegistrationOrder order)
    {
        if (!SiteKinds.All.Contains(order.Kind))
            throw RegistrationException.Wrong("kind", "Choose what kind of place it is.", "Hãy chọn loại cơ sở.");
        return order with
        {
            Name = Text("name", order.Name, LongestName),
            Address = Text("address", order.Address, LongestAddress),
            OwnerName = Text("owner", order.OwnerName, LongestOwner),
            OwnerPhone = PhoneOf(order.OwnerPhone) ?? throw RegistrationException.Wrong(
                "phone", "Type a telephone number, such as 0912 345 678.", "Hãy nhập số điện thoại, ví dụ 0912 345 678."),
        };
    }

    /// <summary>A number as E.164 has it; 0… is Vietnamese. Null = it is none.</summary>
    internal static string? PhoneOf(string? typed)
    {
        var text = new string([.. (typed ?? "").Where(static sign => !" .-()".Contains(sign, StringComparison.Ordinal))]);
        if (text.StartsWith("00", StringComparison.Ordinal))
            text = "+" + text[2..];
        var digits = text.StartsWith('+') ? text[1..] : text;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            return null;
        if (text[0] == '0')
            return text.Length == VietnameseNumber ? "+84" + text[1..] : null;
        return text[0] == '+' && digits[0] != '0' && digits.Length is >= ShortestNumber and <= LongestNumber ? text : null;
    }

    /// <summary>A number as it is dialled and read out at home, in groups of three; others as they are.</summary>
    internal static string Called(string number) =>
        number.StartsWith("+84", StringComparison.Ordinal) && number.Length == VietnameseNumber + 2
            ? $"0{number[3..6]} {number[6..9]} {number[9..]}" : number;

    /// <summary>What the owner reads out when he is called.</summary>
    internal static string NewCode() => RandomNumberGenerator.GetString("0123456789", CodeDigits);

    /// <summary>Whether that is the code, however it was written down.</summary>
    internal static bool IsCode(string? typed, string code) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(new string([.. (typed ?? "").Where(char.IsAsciiDigit)])), Encoding.UTF8.GetBytes(code));

    /// <exception cref="RegistrationException">Nothing, or too much, or what cannot be shown.</exception>
    internal static string Text(string field, string? typed, int longest)
    {
        var text = typed?.Trim().Normalize() ?? "";
        if (text.Length == 0)
            throw RegistrationException.Wrong(field, "Something must stand here.", "Không được để trống.");
        if (text.Length > longest || text.Any(char.IsControl))
        {
            throw RegistrationException.Wrong(
                field, $"At most {longest} characters, on one line.", $"Tối đa {longest} ký tự, trên một dòng.");
        }
        return text;
    }
}
