using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Hub.Modes;

/// <summary>Modes in words, in both languages. A word that has no phrase is shown as it is.</summary>
internal static class ModePhrases
{
    internal static string English(string mode) => mode switch
    {
        ModeWords.Lockdown => "lockdown",
        ModeWords.HoldOpen => "hold open",
        ModeWords.FreePassage => "free passage",
        ModeWords.Normal => "normal",
        _ => mode,
    };

    internal static string Vietnamese(string mode) => mode switch
    {
        ModeWords.Lockdown => "khoá lối vào",
        ModeWords.HoldOpen => "giữ cửa mở",
        ModeWords.FreePassage => "cho qua tự do",
        ModeWords.Normal => "bình thường",
        _ => mode,
    };

    internal static string In(Language language, string mode) => language.Of(English(mode), Vietnamese(mode));

    /// <summary>How the audit names it, in English; <see cref="Audit.AuditDetails"/> reads it again.</summary>
    internal static string Audit(StandingOrder order) =>
        English(order.Mode) + (order.Lane is { } lane ? $", lane {lane}" : ", every lane");
}
