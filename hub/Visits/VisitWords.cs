using CheckIn.Settings;

namespace CheckIn.Hub.Visits;

/// <summary>Words of visits, for people.</summary>
internal static class VisitWords
{
    /// <summary>A category; one that a place made itself as it is written.</summary>
    internal static string Category(string category, Language language) => category switch
    {
        "" => language.Of("not said", "không rõ"),
        "staff" => language.Of("staff", "nhân viên"),
        "visitor" => language.Of("visitor", "khách"),
        "deliverer" => language.Of("deliverer", "giao hàng"),
        _ => category,
    };

    /// <summary>One of <see cref="VisitStates"/>.</summary>
    internal static string State(string state, Language language) => state switch
    {
        VisitStates.Inside => language.Of("inside", "đang ở trong"),
        VisitStates.Complete => language.Of("came and went", "đã vào và ra"),
        VisitStates.LeftOpen => language.Of("not seen to leave", "chưa ghi nhận ra"),
        VisitStates.ExitOnly => language.Of("only seen to leave", "chỉ ghi nhận ra"),
        _ => state,
    };
}
