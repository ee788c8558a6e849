using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment;

/// <summary>What <c>checkin-gate enrol</c> says, in one language; failures: <see cref="FailureWords"/>.</summary>
internal sealed record EnrolWords
{
    internal required string MakingKey { get; init; }
    internal required string ReachingHub { get; init; }
    internal required string TryingAgain { get; init; }
    internal required string AwaitingCertificate { get; init; }
    internal required string Storing { get; init; }
    internal required string Enrolled { get; init; }
    internal required string Compare { get; init; }
    internal required string Stored { get; init; }
    internal required string Waiting { get; init; }
    internal required string StartAnew { get; init; }
    internal required string Former { get; init; }
    internal required string Again { get; init; }
    internal required string Carried { get; init; }
    internal required string NotAllowed { get; init; }
    internal required string Interrupted { get; init; }

    internal static EnrolWords Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    private static readonly EnrolWords English = new()
    {
        MakingKey = "1/4 making the gate's key, which never leaves it",
        ReachingHub = "2/4 reaching the hub at {0}",
        TryingAgain = "    not yet: {0}; trying again",
        AwaitingCertificate = "3/4 the hub is there, asking for the certificate",
        Storing = "4/4 storing it",
        Enrolled = "✓ Enrolled as {0}.",
        Compare = "Compare it with the hub's page, fingerprint of the key: {0}",
        Stored = "Stored in {0}",
        Waiting = "A gate that waits there goes into service by itself. Otherwise start it: systemctl start "
            + "checkin-gate",
        StartAnew = "A gate that runs goes on with its former identity until it is started anew: systemctl restart "
            + "checkin-gate",
        Former = "The former one, {0}, is still known to the hub. If it is not wanted: checkin-hub revoke {0}",
        Again = "To make another gate of it: checkin-gate enrol CODE --again. Events that wait keep their place in "
            + "the journal.",
        Carried = "! Events of {0} that had not reached the hub: {1}. If the new name is another one, they arrive "
            + "under it.",
        NotAllowed = "Call it as root or as the gate's user: sudo checkin-gate enrol CODE",
        Interrupted = "✗ Interrupted. The same code can be used again here until its time is over.",
    };

    private static readonly EnrolWords Vietnamese = new()
    {
        MakingKey = "1/4 đang tạo khóa của cổng, khóa này không rời khỏi cổng",
        ReachingHub = "2/4 đang tìm trung tâm ở {0}",
        TryingAgain = "    chưa được: {0}; đang thử lại",
        AwaitingCertificate = "3/4 đã gặp trung tâm, đang xin chứng thư",
        Storing = "4/4 đang lưu",
        Enrolled = "✓ Đã đăng ký với tên {0}.",
        Compare = "Hãy so với trang của trung tâm, dấu vân tay khóa: {0}",
        Stored = "Đã lưu vào {0}",
        Waiting = "Cổng đang chờ ở đó sẽ tự vào phục vụ. Nếu không, hãy khởi động: systemctl start checkin-gate",
        StartAnew = "Cổng đang chạy vẫn dùng danh tính cũ cho đến khi khởi động lại: systemctl restart checkin-gate",
        Former = "Cổng cũ, {0}, vẫn còn ở trung tâm. Nếu không dùng nữa hãy thu hồi: checkin-hub revoke {0}",
        Again = "Muốn đổi thành cổng khác: checkin-gate enrol MÃ --again. Sự kiện đang chờ vẫn ở nguyên trong nhật ký.",
        Carried = "! Sự kiện của {0} chưa về tới trung tâm: {1}. Nếu tên mới khác, chúng sẽ về dưới tên mới.",
        NotAllowed = "Hãy gọi với quyền root hoặc người dùng của cổng: sudo checkin-gate enrol MÃ",
        Interrupted = "✗ Đã ngắt. Trong thời hạn của mã vẫn dùng lại được mã này ở đây.",
    };
}
