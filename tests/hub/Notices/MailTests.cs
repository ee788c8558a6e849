using System.Net;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Tests.Broker;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>
/// Mail to a real server with a certificate of its own. Which authorities a machine trusts is the machine's business,
/// so the tests say for this process, as an administrator does for the machine, which one it is.
/// </summary>
public sealed class MailTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly X509Certificate2 _certificate;

    public MailTests()
    {
        _certificate = _authority.Issue("localhost");
        Trust(_certificate);
    }

    public void Dispose()
    {
        Trust(null);
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_mail_is_handed_in_encrypted_and_by_name_and_reads_well_in_vietnamese()
    {
        await using var server = new MailServer(_certificate);
        await using var hub = await StartAsync(
            server, ("Alerts:Mail:UserName", "checkin"), ("Alerts:Mail:Password", "mật khẩu"),
            ("Alerts:Page", "https://hub.example/alerts"));
        await hub.AddAsync("truc-ban", "truc-ban@example.vn", language: "vi");
        await hub.RaiseAsync(7);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
        var mail = await server.Taken.NextAsync();
        Assert.Equal(
            ("checkin@example.vn", "truc-ban@example.vn", true, "checkin:mật khẩu"),
            (mail.From, mail.To, mail.IsEncrypted, mail.Login));
        Assert.Equal(["EHLO", "STARTTLS"], server.InTheClear);
        Assert.Equal(
            ("auto-generated", "vi", $"<{hub.Messages()[0].Key}@example.vn>"),
            (mail.Header("Auto-Submitted"), mail.Header("Content-Language"), mail.Header("Message-ID")));
        Assert.Equal("""
            1 cảnh báo mới.

            Mới:
            ▲ Cảnh báo: Cổng cong-7: mất kết nối từ 09:58, còn 37 sự kiện chưa gửi.

            Xem và nhận xử lý: https://hub.example/alerts
            CheckIn gửi cho truc-ban lúc 10:00.
            """, mail.Body.TrimEnd());
    }

    [Fact]
    public async Task A_server_without_encryption_or_with_a_strangers_certificate_gets_nothing()
    {
        await using var plain = new MailServer(null);
        await using var hub = await StartAsync(plain);
        await hub.AddAsync("truc-ban", "truc-ban@example.vn");
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Waiting) is [{ Attempts: 1 }]);
        Assert.DoesNotContain("MAIL", plain.InTheClear);
        Trust(null);
        await using var stranger = new MailServer(_certificate);
        await using var other = await StartAsync(stranger);
        await other.AddAsync("truc-ban", "truc-ban@example.vn");
        await other.RaiseAsync(1);
        await other.UntilAsync(() => other.Messages(NoticeMessageState.Waiting) is [{ Attempts: 1 }]);
        Assert.Equal(["EHLO", "STARTTLS"], stranger.InTheClear);
        Assert.Contains("certificate", other.Messages()[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_given_up_and_a_full_one_tried_again()
    {
        await using var server = new MailServer(_certificate)
        {
            Recipients = "550 5.1.1 <truc-ban@example.vn> unknown",
        };
        await using var hub = await StartAsync(server);
        await hub.AddAsync("truc-ban", "truc-ban@example.vn");
        await hub.RaiseAsync(1);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Dead).Count == 1);
        Assert.Contains("unknown", hub.Messages()[0].Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Logged.Lines, line => line.Contains("example.vn", StringComparison.Ordinal));
        server.Recipients = "452 4.2.2 mailbox full";
        await hub.RaiseAsync(2);
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Waiting) is [{ Attempts: 1 }]);
        server.Recipients = null;
        await hub.UntilAsync(() => hub.Messages(NoticeMessageState.Sent).Count == 1);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_after_its_time_and_a_wrong_password_told()
    {
        await using var server = new MailServer(_certificate) { IsMute = true };
        await using var hub = await StartAsync(
            server, ("Alerts:Mail:UserName", "checkin"), ("Alerts:Mail:Password", "wrong"));
        var recipient = await hub.AddAsync("truc-ban", "truc-ban@example.vn");
        var test = hub.Sender.TestAsync(recipient, default);
        while (!test.IsCompleted)
        {
            hub.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
        Assert.Equal("the mail server did not finish within 30 s", (await test).Problem);
        (server.IsMute, server.Logins) = (false, "535 5.7.8 no");
        Assert.False((await hub.Sender.TestAsync(recipient, default)).IsDone);
        server.Logins = null;
        Assert.True((await hub.Sender.TestAsync(recipient, default)).IsDone);
        var mail = await server.Taken.NextAsync();
        Assert.Equal("Messages of CheckIn reach truc-ban. Nothing has happened.", mail.Body.Trim());
    }

    [Fact]
    public async Task Without_a_mail_server_that_is_said()
    {
        await using var hub = await NoticeHub.StartAsync();
        var recipient = await hub.AddAsync("truc-ban", "truc-ban@example.vn");
        var delivery = await hub.Sender.TestAsync(recipient, default);
        Assert.Equal("no mail server is set (Alerts:Mail:Server)", delivery.Problem);
    }

    private static Task<NoticeHub> StartAsync(MailServer server, params (string Key, string Value)[] more) =>
        NoticeHub.StartAsync([
            ("Alerts:Mail:Server", "localhost"), ("Alerts:Mail:From", "checkin@example.vn"),
            ("Alerts:Mail:Port", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. more]);

    private static void Trust(X509Certificate2? certificate)
    {
#pragma warning disable SYSLIB0014 // What decides for System.Net.Mail.
        ServicePointManager.ServerCertificateValidationCallback = certificate is null ? null
            : (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
#pragma warning restore SYSLIB0014
    }
}
