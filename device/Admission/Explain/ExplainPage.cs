using System.Globalization;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Lanes;
using CheckIn.Rules;
using CheckIn.Settings;
using CheckIn.Visits;

namespace CheckIn.Gate.Admission.Explain;

/// <summary>A decision about a code, as people read it.</summary>
internal static class ExplainPage
{
    internal static void Print(
        TextWriter output, Language language, LaneOptions lane, DateTimeOffset at, Credential credential,
        IReadOnlyList<RuleStep> steps, Verdict verdict)
    {
        var way = lane.Direction == Direction.In ? language.Of("in", "vào") : language.Of("out", "ra");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{language.Of("Lane", "Làn")} {lane.Name} ({way}), {at:yyyy-MM-dd HH:mm zzz}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{language.Of("Code", "Mã")}: {DecisionEvent.NameOf(credential.Kind)}, {credential.Length} "
            + $"{language.Of("bytes", "byte")}; {language.Of("category", "nhóm")}: {CategoryOf(verdict.Category, language)}"));
        var widest = steps.Max(step => NameOf(step.Rule, language).Length);
        foreach (var step in steps)
        {
            var reason = step.Reason is null ? "" : $"  → {step.Reason}";
            var (name, told) = (NameOf(step.Rule, language), language.Of(step.English, step.Vietnamese));
            output.WriteLine($"  {Mark(step.Outcome)} {name.PadRight(widest)}  {told}{reason}");
        }
        var outcome = verdict.Outcome == Outcome.Admitted
            ? language.Of("Admitted", "Cho qua") : language.Of("Refused", "Từ chối");
        output.WriteLine($"{outcome}: {verdict.Reason}. {ReasonWords.Of(verdict.Reason, language)}");
        if (verdict.Noted is { } noted)
            output.WriteLine($"{language.Of("Noted", "Ghi lại")}: {noted}.");
        output.WriteLine();
    }

    internal static string Closing(Language language) => language.Of(
        "Who is inside only the running gate knows; this was judged as for somebody who has not come today.",
        "Ai đang ở trong chỉ cổng đang chạy mới biết; ở đây xét như người hôm nay chưa đến.");

    /// <summary>As people call it, with the word of the settings where that is another.</summary>
    private static string CategoryOf(string? category, Language language) => category is null ? "–"
        : CategoryWords.Of(category, language) is var called && called == category ? category : $"{called} ({category})";

    private static char Mark(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Refused => '✗',
        RuleOutcome.Noted => '!',
        _ => '✓',
    };

    private static string NameOf(string rule, Language language) => rule switch
    {
        RuleNames.Mode => language.Of("order", "lệnh"),
        RuleNames.Code => language.Of("code", "mã"),
        RuleNames.Kind => language.Of("kind", "loại"),
        RuleNames.Proof => language.Of("proof", "chứng minh"),
        RuleNames.Card => language.Of("card list", "danh sách thẻ"),
        RuleNames.Category => language.Of("category", "nhóm"),
        RuleNames.Event => language.Of("event", "sự kiện"),
        RuleNames.Hours => language.Of("hours", "giờ"),
        RuleNames.Passback => language.Of("anti-passback", "vào lại khi chưa ra"),
        RuleNames.Reentry => language.Of("entries", "lượt vào"),
        RuleNames.Occupancy => language.Of("people inside", "số người bên trong"),
        _ => rule,
    };
}
