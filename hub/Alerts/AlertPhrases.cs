using CheckIn.Settings;

namespace CheckIn.Hub.Alerts;

/// <summary>Kinds and causes in both languages, as they stand in a sentence of a message.</summary>
internal static class AlertPhrases
{
    private static readonly Dictionary<string, (string English, string Vietnamese)> Kinds = new(StringComparer.Ordinal)
    {
        [AlertKinds.Offline] = ("offline", "mất kết nối"),
        [AlertKinds.Backlog] = ("events pile up", "sự kiện bị tồn đọng"),
        [AlertKinds.Clock] = ("clock is wrong", "đồng hồ sai"),
        [AlertKinds.DiskLow] = ("little room on the card", "sắp hết chỗ trên thẻ nhớ"),
        [AlertKinds.JournalFull] = ("journal is full", "nhật ký đầy"),
        [AlertKinds.JournalFailed] = ("journal cannot be written", "không ghi được nhật ký"),
        [AlertKinds.TooHot] = ("too hot", "quá nóng"),
        [AlertKinds.UnderVoltage] = ("supply is too weak", "nguồn điện yếu"),
        [AlertKinds.MainsLost] = ("mains power lost", "mất điện lưới"),
        [AlertKinds.ScannerLost] = ("scanner is gone", "mất đầu đọc"),
        [AlertKinds.GuardLost] = ("relay guard is gone", "mất bộ giữ rơ-le"),
        [AlertKinds.UnreadableRate] = ("many codes cannot be read", "nhiều mã không đọc được"),
        [AlertKinds.Tamper] = ("case opened", "vỏ thiết bị bị mở"),
        [AlertKinds.DoorForced] = ("door forced", "cửa bị cạy"),
        [AlertKinds.DoorHeldOpen] = ("door held open", "cửa mở quá lâu"),
        [AlertKinds.PassageForced] = ("passage without a code", "đi qua không quét mã"),
        [AlertKinds.Emergency] = ("emergency, gate open", "khẩn cấp, cửa đang mở"),
        [AlertKinds.Duress] = ("duress alarm", "báo bị cưỡng ép"),
        [AlertKinds.LockedByGuard] = ("closed by its guard", "bảo vệ đã đóng cổng"),
        [AlertKinds.PinsRefused] = ("wrong PINs at its screen", "nhập sai PIN nhiều lần tại màn hình"),
        [AlertKinds.IdentityCopied] = ("key copied, two machines", "khoá của cổng bị sao chép"),
        [AlertKinds.CertificateEnds] = ("certificate ends soon", "chứng thư sắp hết hạn"),
        [AlertKinds.SettingsLate] = ("settings are not in force", "chưa áp dụng cài đặt"),
        [AlertKinds.RolloutStopped] = ("a rollout has stopped: too many gates failed", "một đợt triển khai đã dừng: quá nhiều cổng không đạt"),
        [AlertKinds.HubTrouble] =
            ("cannot store events or tell somebody", "không lưu được sự kiện hoặc không báo được cho ai đó"),
        [AlertKinds.AuditBroken] = ("the audit was tampered with", "nhật ký kiểm toán bị can thiệp"),
        [AlertKinds.BackupFailed] = ("no backup was made", "chưa sao lưu được"),
    };

    private static readonly Dictionary<string, (string English, string Vietnamese)> Causes = new(StringComparer.Ordinal)
    {
        ["stopped"] = ("stopped, as announced", "đã dừng, có báo trước"),
        ["link"] = ("link", "đường truyền"),
        ["power"] = ("power failure", "mất điện"),
        ["program"] = ("program restarted", "phần mềm khởi động lại"),
        ["hub"] = ("hub", "trung tâm"),
        ["revoked"] = ("revoked", "đã thu hồi"),
        ["certificate_expired"] = ("certificate has ended", "chứng thư hết hạn"),
    };

    /// <summary>Every kind that has a phrase.</summary>
    internal static IReadOnlyCollection<string> All => Kinds.Keys;

    /// <summary>A kind that has none is shown as it is.</summary>
    internal static string Of(Language language, string kind) =>
        Kinds.TryGetValue(kind, out var phrase) ? language.Of(phrase.English, phrase.Vietnamese) : kind;

    /// <summary>Null = not known.</summary>
    internal static string? Cause(Language language, string? cause, bool isSure)
    {
        if (cause is null || !Causes.TryGetValue(cause, out var phrase))
            return null;
        var words = language.Of(phrase.English, phrase.Vietnamese);
        return isSure
            ? language.Of("cause: ", "nguyên nhân: ") + words
            : language.Of("probable cause: ", "có thể do: ") + words;
    }
}
