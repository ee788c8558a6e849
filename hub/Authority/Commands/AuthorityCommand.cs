using System.CommandLine;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority.Commands;

/// <summary>
/// <c>checkin-hub authority show | issuing | server</c>. They need no running hub; one that runs takes up what changed.
/// </summary>
internal static class AuthorityCommand
{
    internal static Command Create(CommandContext context) => new("authority", context.Say(
        "the hub's own authority of certificates", "nơi cấp chứng thư của trung tâm"))
    {
        Show(context), Issuing(context), Server(context),
    };

    private static Command Show(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = context.Say("for machines", "cho máy đọc") };
        var command = new Command("show", context.Say(
            "fingerprints, days left, where the root's key is; run it as the hub's user",
            "dấu vân tay, số ngày còn lại, khoá gốc ở đâu; chạy bằng người dùng của trung tâm")) { json };
        var page = new AuthorityPage(context, TimeProvider.System);
        command.SetAction(line => Run(context, null, authority => page.Show(authority, line.GetValue(json))));
        return command;
    }

    private static Command Issuing(CommandContext context)
    {
        var root = new Option<string?>("--root")
        {
            Description = context.Say("where root.key is; by default Authority:RootDirectory", "thư mục có root.key; "
                + "mặc định theo Authority:RootDirectory"),
        };
        var command = new Command("issuing", context.Say(
            "make another issuing certificate with the root's key; a running hub takes it up within a minute",
            "tạo chứng thư cấp phát mới bằng khoá gốc; trung tâm đang chạy nhận trong vòng một phút")) { root };
        command.SetAction(line => Run(
            context, line.GetValue(root), new AuthorityPage(context, TimeProvider.System).RenewIssuing));
        return command;
    }

    private static Command Server(CommandContext context)
    {
        var names = new Argument<string[]>("name")
        {
            Description = context.Say("DNS names and addresses by which gates reach it", "tên và địa chỉ mà các cổng "
                + "dùng để kết nối"),
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = context.Say("where to", "thư mục ghi ra"),
            Required = true,
        };
        var days = new Option<int>("--days")
        {
            Description = context.Say("its life, 1 to 3650; by default 730", "thời hạn, 1 đến 3650 ngày; mặc định 730"),
            DefaultValueFactory = static _ => 730,
        };
        var command = new Command("server", context.Say(
            "certificate and key for another MQTT server that gates come to",
            "chứng thư và khoá cho máy chủ MQTT khác mà các cổng kết nối tới")) { names, output, days };
        var page = new AuthorityPage(context, TimeProvider.System);
        command.SetAction(line => Run(context, null, authority => page.MakeServer(
            authority, line.GetValue(names)!, line.GetValue(output)!, line.GetValue(days))));
        return command;
    }

    private static int Run(CommandContext context, string? root, Func<CertificateAuthority, int> act)
    {
        var configuration = context.Configuration();
        var options = configuration.GetSection(AuthorityOptions.Section).Get<AuthorityOptions>() ?? new();
        options.Directory ??= AuthorityServices.BesideEvents(configuration);
        options.RootDirectory = root ?? options.RootDirectory;
        var broker = configuration.GetSection(BrokerOptions.Section).Get<BrokerOptions>() ?? new();
        using var authority = new CertificateAuthority(
            new AuthorityFiles(Options.Create(options)), Options.Create(options), Options.Create(broker),
            TimeProvider.System, NullLogger<CertificateAuthority>.Instance);
        try
        {
            if (!authority.Exists)
                throw AuthorityFaults.None(authority.Files.Directory);
            return act(authority);
        }
        catch (AuthorityException e)
        {
            context.Errors.WriteLine("✗ " + e.In(context.Language));
            return CommandContext.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Errors.WriteLine("✗ " + context.Say(
                $"The authority cannot be looked at: {e.Message} Run this as the hub's user.",
                $"Không xem được nơi cấp chứng thư: {e.Message} Hãy chạy lệnh này bằng người dùng của trung tâm."));
            return CommandContext.CannotReach;
        }
    }
}
