using System.Globalization;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Identity;

/// <summary>The gate's identity in a sentence, and how that is: ✓, ! or ✗.</summary>
internal static class IdentityTexts
{
    internal static (string Mark, string Text) Of(IdentityReport identity, Language language)
    {
        var isVietnamese = language == Language.Vietnamese;
        if (identity.Standing == Standings.Unreadable)
            return ("✗", identity.Problem ?? "?");
        if (identity.Standing == Standings.Revoked)
            return ("✗", Say(isVietnamese ? Vietnamese.Revoked : English.Revoked, identity.Gate, identity.Fingerprint));
        if (identity.Standing == Standings.Leaving)
            return ("!", Say(isVietnamese ? Vietnamese.Leaving : English.Leaving, identity.Gate));
        var days = identity.DaysLeft is { } left
            ? Say(left < 0 ? (isVietnamese ? Vietnamese.Ended : English.Ended)
                : isVietnamese ? Vietnamese.Days : English.Days, left)
            : Say(isVietnamese ? Vietnamese.Until : English.Until, DateTimeOffset
                .FromUnixTimeMilliseconds(identity.NotAfter)
                .ToString(isVietnamese ? "dd/MM/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var text = Say(isVietnamese ? Vietnamese.Good : English.Good, identity.Gate, identity.Fingerprint, days);
        if (identity.SettingsWait)
            text += isVietnamese ? Vietnamese.SettingsWait : English.SettingsWait;
        var mark = identity.DaysLeft < 0 ? "✗" : identity.IsLate || identity.SettingsWait ? "!" : "✓";
        return (mark, text);
    }

    private static string Say(string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);

    private static class English
    {
        internal const string Good = "{0}, fingerprint {1}; certificate {2}";
        internal const string Days = "good for {0} days";
        internal const string Ended = "ended";
        internal const string Until = "good until {0}";
        internal const string Revoked = "the hub has revoked the certificate of {0} ({1}), or it has ended; lanes go "
            + "on, events wait: enrol the gate anew";
        internal const string Leaving = "the hub takes {0} out of service: what waits is delivered, then everything "
            + "here is wiped";
        internal const string SettingsWait = "; new settings of the hub apply at the next start";
    }

    private static class Vietnamese
    {
        internal const string Good = "{0}, dấu vân tay khóa {1}; chứng thư {2}";
        internal const string Days = "còn {0} ngày";
        internal const string Ended = "đã hết hạn";
        internal const string Until = "dùng đến {0}";
        internal const string Revoked = "trung tâm đã thu hồi chứng thư của {0} ({1}), hoặc chứng thư hết hạn; các "
            + "làn vẫn chạy, sự kiện chờ: hãy đăng ký lại cổng";
        internal const string Leaving = "trung tâm cho {0} ngừng sử dụng: gửi hết sự kiện đang chờ rồi xóa mọi thứ ở "
            + "đây";
        internal const string SettingsWait = "; cài đặt mới của trung tâm có hiệu lực khi khởi động lại";
    }
}
