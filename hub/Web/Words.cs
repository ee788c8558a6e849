using Microsoft.Net.Http.Headers;

namespace CheckIn.Hub.Web;

/// <summary>Everything the pages say, in one language. A language that leaves a word out does not compile.</summary>
public sealed record Words
{
    public required string Language { get; init; }
    public required string OtherLanguage { get; init; }
    public required string OtherLanguageName { get; init; }
    public required string Gate { get; init; }
    public required string State { get; init; }
    public required string Since { get; init; }
    public required string LastSeen { get; init; }
    public required string Events { get; init; }
    public required string Backlog { get; init; }
    public required string Clock { get; init; }
    public required string NotSynchronised { get; init; }
    public required string ByHub { get; init; }
    public required string ByUnsureHub { get; init; }
    public required string Minutes { get; init; }
    public required string Days { get; init; }
    public required string Attention { get; init; }
    public required string Duplicates { get; init; }
    public required string Lost { get; init; }
    public required string Conflicts { get; init; }
    public required string Refused { get; init; }
    public required string ChainBreaks { get; init; }
    public required string JournalFilling { get; init; }
    public required string JournalFull { get; init; }
    public required string JournalFailed { get; init; }
    public required string UnknownCodes { get; init; }
    public required string DoorForced { get; init; }
    public required string DoorHeldOpen { get; init; }
    public required string LockedByGuard { get; init; }
    public required string PinsRefused { get; init; }
    public required string PassageForced { get; init; }
    public required string Tamper { get; init; }
    public required string Emergency { get; init; }
    public required string MainsLost { get; init; }
    public required string Duress { get; init; }
    public required string HubLost { get; init; }
    public required string ScannerLost { get; init; }
    public required string GuardLost { get; init; }
    public required string IdentityCopied { get; init; }
    public required string UnderVoltage { get; init; }
    public required string Throttled { get; init; }
    public required string TooHot { get; init; }
    public required string DiskLow { get; init; }
    public required string Ready { get; init; }
    public required string Degraded { get; init; }
    public required string Stopped { get; init; }
    public required string Offline { get; init; }
    public required string NeverSeen { get; init; }
    public required string EmptyTitle { get; init; }
    public required string EmptyNext { get; init; }
    public required string NotTold { get; init; }
    public required string DateFormat { get; init; }
    public required char Thousands { get; init; }

    public static Words Vietnamese { get; } = new()
    {
        Language = "vi",
        OtherLanguage = "en",
        OtherLanguageName = "English",
        Gate = "Cổng",
        State = "Trạng thái",
        Since = "Từ lúc",
        LastSeen = "Lần cuối thấy",
        Events = "Sự kiện",
        Backlog = "Tồn đọng",
        Clock = "Đồng hồ",
        NotSynchronised = "chưa đồng bộ",
        ByHub = "theo trung tâm",
        ByUnsureHub = "theo trung tâm, trung tâm chưa đồng bộ",
        Minutes = "phút",
        Days = "ngày",
        Attention = "Cần xem",
        Duplicates = "trùng",
        Lost = "mất hẳn",
        Conflicts = "xung đột",
        Refused = "không đọc được",
        ChainBreaks = "đứt chuỗi",
        JournalFilling = "nhật ký sắp đầy",
        JournalFull = "nhật ký đầy",
        JournalFailed = "không ghi được nhật ký",
        UnknownCodes = "nhiều mã lạ",
        DoorForced = "cửa bị cạy",
        DoorHeldOpen = "cửa mở quá lâu",
        LockedByGuard = "bảo vệ đã đóng cổng",
        PinsRefused = "nhập sai PIN nhiều lần tại màn hình",
        PassageForced = "đi qua không quét mã",
        Tamper = "vỏ thiết bị bị mở",
        Emergency = "khẩn cấp, cửa đang mở",
        MainsLost = "mất điện lưới",
        Duress = "báo bị cưỡng ép",
        HubLost = "cổng mất kết nối trung tâm",
        ScannerLost = "đầu đọc mất",
        GuardLost = "mất bộ giữ rơ-le",
        IdentityCopied = "khoá của cổng bị sao chép",
        UnderVoltage = "nguồn điện yếu",
        Throttled = "bo mạch tự giảm tốc",
        TooHot = "quá nóng",
        DiskLow = "sắp hết chỗ trên thẻ nhớ",
        Ready = "sẵn sàng",
        Degraded = "suy giảm",
        Stopped = "đã dừng",
        Offline = "mất kết nối",
        NeverSeen = "chưa từng thấy",
        EmptyTitle = "Chưa có cổng nào kết nối.",
        EmptyNext = "Khởi động một cổng với Uplink:Hub trỏ đến trung tâm này, cổng sẽ hiện ở đây.",
        NotTold = "chưa rõ",
        DateFormat = "HH:mm:ss dd/MM/yyyy",
        Thousands = '.',
    };

    public static Words English { get; } = new()
    {
        Language = "en",
        OtherLanguage = "vi",
        OtherLanguageName = "Tiếng Việt",
        Gate = "Gate",
        State = "State",
        Since = "Since",
        LastSeen = "Last seen",
        Events = "Events",
        Backlog = "Backlog",
        Clock = "Clock",
        NotSynchronised = "not synchronised",
        ByHub = "by the hub",
        ByUnsureHub = "by the hub, itself not synchronised",
        Minutes = "min",
        Days = "days",
        Attention = "Look at",
        Duplicates = "duplicate",
        Lost = "lost for good",
        Conflicts = "in conflict",
        Refused = "unreadable",
        ChainBreaks = "chain breaks",
        JournalFilling = "journal nearly full",
        JournalFull = "journal full",
        JournalFailed = "journal cannot be written",
        UnknownCodes = "many unknown codes",
        DoorForced = "door forced",
        DoorHeldOpen = "door held open",
        LockedByGuard = "closed by its guard",
        PinsRefused = "wrong PINs at its screen",
        PassageForced = "passage without a code",
        Tamper = "case opened",
        Emergency = "emergency, gate open",
        MainsLost = "mains power lost",
        Duress = "duress alarm",
        HubLost = "gate lost the hub",
        ScannerLost = "scanner gone",
        GuardLost = "relay guard gone",
        IdentityCopied = "key copied, two machines",
        UnderVoltage = "supply too weak",
        Throttled = "board slowed down",
        TooHot = "too hot",
        DiskLow = "little room on the card",
        Ready = "ready",
        Degraded = "degraded",
        Stopped = "stopped",
        Offline = "offline",
        NeverSeen = "never seen",
        EmptyTitle = "No gate has connected yet.",
        EmptyNext = "Start a gate with Uplink:Hub pointing at this hub, and it appears here.",
        NotTold = "not known",
        DateFormat = "d MMM yyyy HH:mm:ss",
        Thousands = ',',
    };

    /// <summary>By the explicit choice, else by what the browser prefers, else Vietnamese.</summary>
    public static Words Choose(string? choice, string? acceptLanguage)
    {
        if (choice is "en" or "vi")
            return choice == "en" ? English : Vietnamese;
        if (!StringWithQualityHeaderValue.TryParseList([acceptLanguage ?? ""], out var accepted))
            return Vietnamese;
        var preferred = accepted.Where(value => value.Quality is not 0)
            .OrderByDescending(value => value.Quality ?? 1)
            .FirstOrDefault(value => Is(value, "vi") || Is(value, "en"));
        return preferred is not null && Is(preferred, "en") ? English : Vietnamese;
    }

    private static bool Is(StringWithQualityHeaderValue value, string language) =>
        value.Value.Equals(language, StringComparison.OrdinalIgnoreCase)
        || value.Value.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The word and the shape of a state; colour comes from the stylesheet, so print keeps the meaning.
    /// </summary>
    public (string Word, string Shape) Of(string state) => state switch
    {
        "ready" => (Ready, "●"),
        "degraded" => (Degraded, "▲"),
        "lost" => (Offline, "■"),
        "stopped" => (Stopped, "○"),
        "init" => (FleetWords.Of(this).Starting, "◐"),
        "left" or "revoked" => EnrolmentWords.Of(this).StandingOf(state),
        _ => (NeverSeen, "◌"),
    };

    /// <summary>An alarm that a gate tells of; one that this hub does not know is shown as it is.</summary>
    public string Alarm(string word) => word switch
    {
        "journal_filling" => JournalFilling,
        "journal_full" => JournalFull,
        "journal_failed" => JournalFailed,
        "unknown_codes" => UnknownCodes,
        "door_forced" => DoorForced,
        "door_held_open" => DoorHeldOpen,
        "passage_forced" => PassageForced,
        "locked_by_guard" => LockedByGuard,
        "pins_refused" => PinsRefused,
        "tamper" => Tamper,
        "emergency" => Emergency,
        "mains_lost" => MainsLost,
        "duress" => Duress,
        "hub_lost" => HubLost,
        "scanner_lost" => ScannerLost,
        "guard_lost" => GuardLost,
        "identity_copied" => IdentityCopied,
        "under_voltage" => UnderVoltage,
        "throttled" => Throttled,
        "too_hot" => TooHot,
        "disk_low" => DiskLow,
        _ => word,
    };

    public string Number(long? value) =>
        value is { } number ? number.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture).Replace(',', Thousands) : "–";

    /// <summary>With one place after the point, or the comma.</summary>
    public string Decimal(double value)
    {
        var text = value.ToString("#,0.#", System.Globalization.CultureInfo.InvariantCulture);
        return Thousands == ',' ? text : text.Replace(',', ' ').Replace('.', ',').Replace(' ', Thousands);
    }

    /// <summary>A span of time in the unit that tells it best; number and unit stay on one line.</summary>
    public string Span(long milliseconds) => Math.Abs((decimal)milliseconds) switch
    {
        < 1000 => $"{Number(milliseconds)}\u00A0ms",
        < 120_000 => $"{Number(milliseconds / 1000)}\u00A0s",
        < 172_800_000 => $"{Number(milliseconds / 60_000)}\u00A0{Minutes}",
        _ => $"{Number(milliseconds / 86_400_000)}\u00A0{Days}",
    };
}
