using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Authority.Commands;

/// <summary>What the commands do and say.</summary>
internal sealed class AuthorityPage(CommandContext context, TimeProvider time)
{
    private const int MostDays = 3650;

    internal int Show(CertificateAuthority authority, bool asJson)
    {
        using var keys = Peek(authority.Files);
        var report = AuthorityReport.Of(authority, keys, time.GetUtcNow());
        if (asJson)
            context.Output.WriteLine(JsonSerializer.Serialize(report, AuthorityJson.Default.AuthorityReport));
        else
            Tell(report);
        return report.IssuingDaysLeft > 0 ? CommandContext.Done : CommandContext.Refused;
    }

    internal int RenewIssuing(CertificateAuthority authority)
    {
        DirectoryOwner.Check(authority.Files.Directory);
        var issuing = authority.RenewIssuing();
        context.Output.WriteLine("✓ " + context.Say(
            $"Another issuing certificate, good until {issuing.NotAfter:yyyy-MM-dd}, fingerprint "
            + $"{Fingerprint.Of(issuing)}.",
            $"Đã tạo chứng thư cấp phát mới, hạn đến {issuing.NotAfter:dd/MM/yyyy}, dấu vân tay "
            + $"{Fingerprint.Of(issuing)}."));
        context.Output.WriteLine("  " + context.Say(
            "A running hub takes it up within a minute. Gates keep what they have until they renew. Put the root's "
            + "key back into its safe.",
            "Trung tâm đang chạy nhận trong vòng một phút. Các cổng giữ chứng thư đang có đến lần gia hạn. Hãy cất "
            + "khoá gốc lại."));
        return CommandContext.Done;
    }

    internal int MakeServer(CertificateAuthority authority, string[] names, string output, int days)
    {
        if (days is < 1 or > MostDays)
        {
            throw new FormatException(context.Say(
                $"--days is {days}; 1 to {MostDays} are possible. Nothing was done.",
                $"--days là {days}; có thể từ 1 đến {MostDays}. Chưa làm gì cả."));
        }
        if (Array.Find(names, IsNoName) is { } wrong)
        {
            throw new FormatException(context.Say(
                $"'{wrong}' is neither a DNS name nor an address. Nothing was done.",
                $"'{wrong}' không phải tên miền hay địa chỉ. Chưa làm gì cả."));
        }
        AuthorityFiles.MakeDirectory(output);
        var (certificate, key) = (Path.Combine(output, "server.crt"), Path.Combine(output, "server.key"));
        if (File.Exists(key))
        {
            throw new FormatException(context.Say(
                $"{key} is there already. Nothing was done; choose another --out, or remove it.",
                $"Đã có {key}. Chưa làm gì cả; hãy chọn --out khác hoặc xoá tệp đó."));
        }
        Write(authority, names, days, (certificate, key, Path.Combine(output, "authority.crt")));
        return CommandContext.Done;
    }

    private void Write(
        CertificateAuthority authority, string[] names, int days,
        (string Certificate, string Key, string Authority) paths)
    {
        using var made = authority.IssueServer(names, TimeSpan.FromDays(days));
        using var key = made.GetECDsaPrivateKey()!;
        AuthorityFiles.Replace(paths.Key, key.ExportPkcs8PrivateKeyPem() + "\n");
        AuthorityFiles.Replace(
            paths.Certificate, $"{made.ExportCertificatePem()}\n{authority.Issuing.ExportCertificatePem()}\n");
        // A server that judges clients by it needs both: not every client sends the issuing certificate along.
        AuthorityFiles.Replace(
            paths.Authority, $"{authority.Root.ExportCertificatePem()}\n{authority.Issuing.ExportCertificatePem()}\n");
        context.Output.WriteLine("✓ " + context.Say(
            $"A server's certificate for {string.Join(", ", names)}, good until {made.NotAfter:yyyy-MM-dd}.",
            $"Đã tạo chứng thư máy chủ cho {string.Join(", ", names)}, hạn đến {made.NotAfter:dd/MM/yyyy}."));
        Line(context.Say("certificate and chain", "chứng thư và chuỗi"), paths.Certificate);
        Line(context.Say("private key, not protected", "khoá riêng, không mật khẩu"), paths.Key);
        Line(context.Say("authority of the gates", "nơi cấp chứng thư cổng"), paths.Authority);
        Line(context.Say("revocation list", "danh sách thu hồi"), authority.Files.Revoked);
    }

    private void Tell(AuthorityReport report)
    {
        var mark = report.IssuingDaysLeft <= 0 ? "✗ " : report.IsRenewalDue || report.IsRootKeyBesideData ? "! " : "✓ ";
        context.Output.WriteLine(mark + (report.IssuingDaysLeft > 0
            ? context.Say(
                $"The authority can issue for {report.IssuingDaysLeft} more days.",
                $"Nơi cấp chứng thư còn cấp được {report.IssuingDaysLeft} ngày.")
            : context.Say(
                "The issuing certificate has ended: nothing can be issued. Make another: checkin-hub authority "
                + "issuing --root DIRECTORY.",
                "Chứng thư cấp phát đã hết hạn: không cấp được gì nữa. Hãy tạo mới: checkin-hub authority issuing "
                + "--root THƯ_MỤC.")));
        Line(context.Say("root", "chứng thư gốc"), context.Say(
            $"{report.Root}, {report.RootDaysLeft} days left", $"{report.Root}, còn {report.RootDaysLeft} ngày"));
        Line(context.Say("issuing", "chứng thư cấp phát"), context.Say(
            $"{report.Issuing}, until {report.IssuingUntil:yyyy-MM-dd}", $"{report.Issuing}, đến "
                + $"{report.IssuingUntil:dd/MM/yyyy}"));
        Line(context.Say("root's key", "khoá gốc"), report.IsRootKeyAtHand ? report.RootKey
            : context.Say($"not at {report.RootKey}: right, as long as it is kept elsewhere",
                $"không ở {report.RootKey}: đúng, miễn là đang được cất giữ nơi khác"));
        Line(context.Say("directory", "thư mục"), report.Directory);
        Line(context.Say("revoked", "đã thu hồi"), report.Revoked is { } revoked
            ? $"{revoked}" : context.Say("the list cannot be read", "không đọc được danh sách"));
        if (report.IsRootKeyBesideData)
        {
            context.Output.WriteLine("  " + context.Say(
                "The root's key lies beside the rest: move root-private to a medium that lies in a safe. The hub does "
                + "not need it.",
                "Khoá gốc nằm cạnh các tệp khác: hãy chuyển root-private sang thiết bị cất trong két. Trung tâm không "
                + "cần nó."));
        }
        else if (report.IsRenewalDue)
        {
            context.Output.WriteLine("  " + context.Say(
                "Gates' certificates end with the issuing one at the latest: run checkin-hub authority issuing --root "
                + "DIRECTORY.",
                "Chứng thư cổng không thể dài hơn chứng thư cấp phát: hãy chạy checkin-hub authority issuing --root "
                + "THƯ_MỤC."));
        }
    }

    private static bool IsNoName(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Unknown && !IPAddress.TryParse(text, out _);

    private void Line(string name, string value) => context.Output.WriteLine($"  {name,-26} {value}");

    /// <summary>Without mending anything.</summary>
    private static AuthorityKeys Peek(AuthorityFiles files)
    {
        if (!File.Exists(files.RootCertificate))
            throw AuthorityFaults.RootMissing(files.RootCertificate, files.IssuingCertificate);
        foreach (var path in (string[])[files.IssuingCertificate, files.IssuingKey])
        {
            if (!File.Exists(path))
                throw AuthorityFaults.Incomplete(path);
        }
        return AuthorityKeys.Read(files);
    }
}
