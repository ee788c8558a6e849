using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// What may be a password, after NIST SP 800-63B 3.1.1.2: long enough, none of those that everybody tries first, and
/// not one's own name. No rule of what it is made of: such rules make people choose alike.
/// </summary>
internal static class PasswordRules
{
    internal const int Shortest = 12, Longest = 256;
    private const int ShortestName = 4;
    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <exception cref="AccountException">It may not.</exception>
    internal static void Check(string? password, string name, string? displayName)
    {
        var text = Normal(password ?? "");
        // Letters, not units of the encoding: what is counted must be what somebody typed.
        var length = new StringInfo(text).LengthInTextElements;
        if (length < Shortest || text.Length > Longest)
            throw Wrong($"A password has {Shortest} to {Longest} characters.",
                $"Mật khẩu dài {Shortest} đến {Longest} ký tự.");
        if (text.EnumerateRunes().Distinct().Count() < 4 || Common.Value.Contains(Fold(text)))
            throw Wrong("That password is among those that are tried first; choose another.",
                "Mật khẩu này thuộc nhóm thường bị thử đầu tiên; hãy chọn mật khẩu khác.");
        if (IsOwnName(Fold(text), name) || IsOwnName(Fold(text), displayName))
            throw Wrong("The password is your own name; choose another.",
                "Mật khẩu trùng với tên của bạn; hãy chọn mật khẩu khác.");
    }

    /// <summary>One text has one form, however a keyboard composed its letters.</summary>
    /// <returns>Empty where it is too long to be one, or no text at all.</returns>
    internal static string Normal(string password)
    {
        try
        {
            return password.Length <= Longest * 4 ? password.Normalize(NormalizationForm.FormKC) : "";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    /// <summary>The name, once or several times, with whatever digits and signs around it.</summary>
    private static bool IsOwnName(string folded, string? name)
    {
        if (name is null)
            return false;
        foreach (var part in new[] { name, name.Split('@')[0] }.Select(Fold))
        {
            if (part.Length < ShortestName)
                continue;
            if (folded.Replace(part, "", StringComparison.Ordinal).All(static letter => !char.IsLetter(letter))
                && folded.Contains(part, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static string Fold(string text) =>
        new([.. Normal(text).ToLowerInvariant().Where(static letter => !char.IsWhiteSpace(letter))]);

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("accounts/common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Fold).ToFrozenSet(StringComparer.Ordinal);
    }

    private static AccountException Wrong(string english, string vietnamese) =>
        new(english + " Nothing was done.", vietnamese + " Chưa làm gì cả.") { IsMalformed = true };
}
