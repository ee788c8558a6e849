using System.Net.Mail;
using System.Text.RegularExpressions;

namespace CheckIn.Hub.Accounts;

/// <summary>What people sign in with, and what others call them.</summary>
internal static partial class PersonName
{
    private const int LongestAddress = 254, LongestDisplay = 100;

    /// <summary>As it is kept: case tells nobody apart.</summary>
    internal static string Fold(string name) => name.Trim().ToLowerInvariant();

    /// <summary>As it is kept.</summary>
    /// <exception cref="AccountException">It cannot be one.</exception>
    internal static string Read(string? name)
    {
        var folded = Fold(name ?? "");
        return Word().IsMatch(folded) || IsAddress(folded) ? folded : throw new AccountException(
            "A name to sign in with is of a to z, 0 to 9 and . _ -, 2 to 64 of them, or an e-mail address. Nothing was "
                + "done.",
            "Tên đăng nhập gồm a–z, 0–9 và . _ -, dài 2 đến 64 ký tự, hoặc là một địa chỉ thư điện tử. Chưa làm gì cả.")
        {
            IsMalformed = true,
        };
    }

    /// <summary>As it is kept; null = none.</summary>
    /// <exception cref="AccountException">It cannot be one.</exception>
    internal static string? ReadDisplay(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var trimmed = name.Trim();
        return trimmed.Length <= LongestDisplay && !trimmed.Any(char.IsControl) ? trimmed : throw new AccountException(
            $"A name to show is at most {LongestDisplay} letters, in one line. Nothing was done.",
            $"Tên hiển thị dài tối đa {LongestDisplay} ký tự, trên một dòng. Chưa làm gì cả.")
        {
            IsMalformed = true,
        };
    }

    /// <summary>Of ASCII alone, so that no two look the same and mean different people.</summary>
    private static bool IsAddress(string text) => text.Length <= LongestAddress && Mail().IsMatch(text)
        && MailAddress.TryCreate(text, out var address) && address.Address == text;

    [GeneratedRegex(@"\A[a-z0-9._-]{2,64}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+\z")]
    private static partial Regex Mail();
}
