using CheckIn.Settings;

namespace CheckIn.Hub.Audit;

/// <summary>What is wrong with a chain.</summary>
public enum AuditFaultKind
{
    /// <summary>The row does not say what was written, or does not follow the one before.</summary>
    Changed,
    /// <summary>Rows are not there.</summary>
    Removed,
    /// <summary>Rows at the end are not there: a seal covers more than there is.</summary>
    Cut,
    /// <summary>Rows are others than were sealed.</summary>
    Rewritten,
    /// <summary>A seal is not there.</summary>
    SealRemoved,
    /// <summary>A seal is not by a key of this hub.</summary>
    SealForged,
}

/// <summary>Something that is not as it was written.</summary>
/// <param name="Row">Of the audit; of a seal: its number.</param>
/// <param name="Last">Up to which row, where it is several; else <paramref name="Row"/>.</param>
public sealed record AuditFault(AuditFaultKind Kind, long Row, long Last)
{
    /// <summary>As a sentence.</summary>
    public string In(Language language) => Kind switch
    {
        AuditFaultKind.Changed => language.Of(
            $"row {Row} is not what was written, or does not follow row {Row - 1}",
            $"dòng {Row} không đúng như đã ghi, hoặc không nối tiếp dòng {Row - 1}"),
        AuditFaultKind.Removed => language.Of(
            Rows("is", "are") + " not there", Dong() + " không còn"),
        AuditFaultKind.Cut => language.Of(
            $"the end is cut off: {Rows("was", "were")} sealed and {(Row == Last ? "is" : "are")} not there",
            $"phần cuối bị cắt: {Dong()} đã niêm phong nhưng không còn"),
        AuditFaultKind.Rewritten => language.Of(
            $"the chain was written anew: {Rows("is", "are")} not what was sealed",
            $"chuỗi đã bị viết lại: {Dong()} không đúng như đã niêm phong"),
        AuditFaultKind.SealRemoved => language.Of(
            Row == Last ? $"seal {Row} is not there" : $"seals {Row} to {Last} are not there",
            Row == Last ? $"niêm phong {Row} không còn" : $"các niêm phong {Row} đến {Last} không còn"),
        _ => language.Of(
            $"seal {Row} is not by this hub's key", $"niêm phong {Row} không phải do khoá của trung tâm này ký"),
    };

    private string Rows(string one, string several) => Row == Last
        ? $"row {Row} {one}" : $"rows {Row} to {Last} {several}";

    private string Dong() => Row == Last ? $"dòng {Row}" : $"các dòng {Row} đến {Last}";
}
