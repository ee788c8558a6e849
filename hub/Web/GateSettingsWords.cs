using CheckIn.Contract;

namespace CheckIn.Hub.Web;

/// <summary>What the page of one gate's settings says, in one language.</summary>
public sealed record GateSettingsWords
{
    public required string NothingWanted { get; init; }
    public required string NothingWantedNext { get; init; }
    public required string Wanted { get; init; }
    public required string InForce { get; init; }
    public required string Number { get; init; }
    public required string OwnOnly { get; init; }
    public required string Said { get; init; }
    public required string NotSaid { get; init; }
    public required string Different { get; init; }
    public required string DifferentFor { get; init; }
    public required string Same { get; init; }
    public required string OnItsWay { get; init; }
    public required string Why { get; init; }
    public required string Setting { get; init; }
    public required string Value { get; init; }
    public required string From { get; init; }
    public required string Effect { get; init; }
    public required string Overridden { get; init; }
    public required string OverriddenHint { get; init; }
    public required string Ignored { get; init; }
    public required string IgnoredHint { get; init; }
    public required string Holds { get; init; }
    public required string NotYet { get; init; }
    public required string Listed { get; init; }
    public required string ListedHint { get; init; }
    public required string Change { get; init; }
    public required string Fleet { get; init; }

    /// <summary>By <see cref="ReportedStates"/>.</summary>
    public required IReadOnlyDictionary<string, string> States { get; init; }

    public static GateSettingsWords English { get; } = new()
    {
        NothingWanted = "The hub wants no settings of this gate.",
        NothingWantedNext = "It runs by its own file and its lane plan. What is set for the whole fleet, a node, a group, "
            + "its site or the gate itself stands here.",
        Wanted = "The hub wants",
        InForce = "In force at the gate",
        Number = "version {0}",
        OwnOnly = "its own settings only",
        Said = "The gate said so",
        NotSaid = "it has not said anything yet",
        Different = "Wanted and in force differ",
        DifferentFor = "since {0}",
        Same = "no",
        OnItsWay = "on its way",
        Why = "Why",
        Setting = "Setting",
        Value = "Value",
        From = "Said by",
        Effect = "At the gate",
        Overridden = "overruled there",
        OverriddenHint = "The gate's own environment or command line says otherwise, and has the last word.",
        Ignored = "without effect",
        IgnoredHint = "This gate has nothing that it could concern, such as a lane of that name.",
        Holds = "in force",
        NotYet = "not yet",
        Listed = "What the hub wants, and who says so",
        ListedHint = "Where several places say something about a setting, the nearest to the gate has the last word.",
        Change = "Change for this gate",
        Fleet = "Settings of the fleet",
        States = new Dictionary<string, string>
        {
            [ReportedStates.Applied] = "in force",
            [ReportedStates.Waiting] = "waits until nobody is passing",
            [ReportedStates.Trying] = "on trial",
            [ReportedStates.Refused] = "refused, those before hold",
            [ReportedStates.Reverted] = "tried and taken back",
        },
    };

    public static GateSettingsWords Vietnamese { get; } = new()
    {
        NothingWanted = "Trung tâm không yêu cầu cài đặt nào cho cổng này.",
        NothingWantedNext = "Cổng chạy theo tệp riêng và sơ đồ làn. Cài đặt cho toàn bộ, cho đơn vị, nhóm, địa điểm hoặc "
            + "cho riêng cổng sẽ hiện ở đây.",
        Wanted = "Trung tâm muốn",
        InForce = "Đang áp dụng ở cổng",
        Number = "phiên bản {0}",
        OwnOnly = "chỉ cài đặt riêng của cổng",
        Said = "Cổng báo lúc",
        NotSaid = "cổng chưa báo gì",
        Different = "Mong muốn và áp dụng khác nhau",
        DifferentFor = "từ {0}",
        Same = "không",
        OnItsWay = "đang gửi",
        Why = "Vì sao",
        Setting = "Cài đặt",
        Value = "Giá trị",
        From = "Đặt ở",
        Effect = "Tại cổng",
        Overridden = "bị thay tại cổng",
        OverriddenHint = "Biến môi trường hoặc dòng lệnh của chính cổng đặt giá trị khác và có hiệu lực sau cùng.",
        Ignored = "không có tác dụng",
        IgnoredHint = "Cổng này không có gì liên quan, ví dụ không có làn mang tên đó.",
        Holds = "đang áp dụng",
        NotYet = "chưa",
        Listed = "Trung tâm muốn gì, đặt ở đâu",
        ListedHint = "Khi nhiều nơi cùng đặt một giá trị, nơi gần cổng nhất có hiệu lực.",
        Change = "Thay đổi cho cổng này",
        Fleet = "Cài đặt của toàn bộ",
        States = new Dictionary<string, string>
        {
            [ReportedStates.Applied] = "đang áp dụng",
            [ReportedStates.Waiting] = "chờ lúc không có ai đi qua",
            [ReportedStates.Trying] = "đang thử",
            [ReportedStates.Refused] = "bị từ chối, cài đặt trước vẫn giữ",
            [ReportedStates.Reverted] = "đã thử và lấy lại cài đặt cũ",
        },
    };

    /// <summary>In the language of the page's other words.</summary>
    public static GateSettingsWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
