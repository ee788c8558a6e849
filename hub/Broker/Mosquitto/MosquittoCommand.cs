using System.CommandLine;
using System.Net;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker.Mosquitto;

/// <summary>
/// <c>checkin-hub mosquitto</c>: everything that a mosquitto needs to serve gates, in one directory. It asks no running
/// hub; what it reads is the authority on disk.
/// </summary>
internal static class MosquittoCommand
{
    internal const string Word = "mosquitto";
    private const string Usage = "writes what a mosquitto needs to be the gates' MQTT server";

    internal static Command Create(CommandContext context)
    {
        var directory = new Option<string?>("--directory")
        {
            Description = "where to write; default Broker:ServerFiles. mosquitto's user must be able to read it",
            HelpName = "DIR",
        };
        var listen = new Option<string>("--listen")
        {
            Description = "where mosquitto listens for gates and hubs",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = static _ => "0.0.0.0:8883",
        };
        var data = new Option<string>("--data")
        {
            Description = "where mosquitto keeps its own",
            HelpName = "DIR",
            DefaultValueFactory = static _ => "/var/lib/mosquitto/",
        };
        var names = new Option<string[]>("--name")
        {
            Description = "a further name or address by which gates reach it; may be repeated",
            HelpName = "NAME",
            DefaultValueFactory = static _ => [],
        };
        var force = new Option<bool>("--force") { Description = "replaces a mosquitto.conf that is there" };
        var command = new Command(Word, Usage) { directory, listen, data, names, force };
        command.SetAction(line => Run(
            context, line.GetValue(directory), line.GetValue(listen)!, line.GetValue(data)!, line.GetValue(names)!,
            line.GetValue(force)));
        return command;
    }

    private static int Run(
        CommandContext context, string? directory, string listen, string data, string[] names, bool force)
    {
        using var services = Services(context);
        var broker = services.GetRequiredService<IOptions<BrokerOptions>>().Value;
        if ((directory ?? broker.ServerFiles) is not { } chosen)
        {
            return Refuse(context, "--directory is missing, and so is Broker:ServerFiles. Nothing was written.",
                "Thiếu --directory, Broker:ServerFiles cũng chưa đặt. Chưa ghi gì cả.");
        }
        if (!BrokerOptions.TryParse(listen, out var endPoint))
        {
            return Refuse(context, $"--listen is '{listen}', which is no address and port. Nothing was written.",
                $"--listen là '{listen}', không phải địa chỉ và cổng. Chưa ghi gì cả.");
        }
        try
        {
            var path = Directory.CreateDirectory(chosen).FullName;
            var configuration = new Configuration(path, endPoint, Slashed(data), broker.MaxPacketBytes);
            return Write(context, services, configuration, names, force);
        }
        catch (AuthorityException e)
        {
            return Refuse(context, e.In(context.Language), e.In(context.Language));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(
                context, $"{chosen} cannot be written: {e.Message}", $"Không ghi được vào {chosen}: {e.Message}");
        }
    }

    private static int Write(
        CommandContext context, ServiceProvider services, Configuration configuration, string[] names, bool force)
    {
        var path = configuration.Directory;
        var broker = services.GetRequiredService<IOptions<BrokerOptions>>().Value;
        var enrolment = services.GetRequiredService<IOptions<EnrolmentOptions>>().Value;
        var authority = services.GetRequiredService<CertificateAuthority>();
        var files = new ServerFiles(
            path, authority, [broker.ServerClientId, .. broker.ServerHubs],
            [.. ServerKeeper.NamesOf(broker, enrolment).Concat(names).Distinct(StringComparer.OrdinalIgnoreCase)],
            TimeProvider.System);
        var isOurs = force || !File.Exists(files.PathOf(Configuration.Name));
        if (isOurs)
            files.Write(Configuration.Name, configuration.Write());
        files.Write(Configuration.PathUnit, configuration.WritePathUnit());
        files.Write(Configuration.ReloadUnit, Configuration.WriteReloadUnit());
        files.Write(Configuration.DropIn, configuration.WriteDropIn());
        _ = authority.Root;
        files.Refresh(Revoked(authority));
        context.Output.WriteLine(context.Say(
            $"✓ {path} has what a mosquitto needs to serve gates.",
            $"✓ {path} đã có đủ những gì mosquitto cần để phục vụ các cổng."));
        if (!isOurs)
        {
            context.Output.WriteLine("! " + context.Say(
                $"{Configuration.Name} was there and is left as it is; --force replaces it.",
                $"{Configuration.Name} đã có sẵn nên giữ nguyên; dùng --force để ghi đè."));
        }
        context.Output.WriteLine(Next(context, configuration));
        return CommandContext.Done;
    }

    private static string Next(CommandContext context, Configuration configuration)
    {
        const string start = $"systemctl daemon-reload; systemctl enable --now {Configuration.PathUnit}; "
            + "systemctl restart mosquitto";
        var path = configuration.Directory;
        var settings = $"Broker:Mode=External, Broker:Server=mqtts://HOST:{configuration.Listen.Port}, "
            + $"Broker:ServerFiles={path}";
        return context.Say($"""
              Let the hub's user write it and mosquitto's group read it:
                  chown -R checkin-hub:mosquitto {path}; chmod 2750 {path}
              Have mosquitto use it: {Configuration.DropIn} goes to /etc/systemd/system/mosquitto.service.d/
              Have mosquitto read changes: {Configuration.PathUnit} and {Configuration.ReloadUnit} go to /etc/systemd/system/
                  {start}
              Have the hub use it: {settings}
            """, $"""
              Cho người dùng của trung tâm ghi, nhóm mosquitto đọc:
                  chown -R checkin-hub:mosquitto {path}; chmod 2750 {path}
              Để mosquitto dùng: chép {Configuration.DropIn} vào /etc/systemd/system/mosquitto.service.d/
              Để mosquitto đọc lại khi có thay đổi: chép {Configuration.PathUnit} và {Configuration.ReloadUnit}
              vào /etc/systemd/system/
                  {start}
              Để trung tâm dùng: {settings}
            """);
    }

    /// <summary>What the running hub, or the last one, has written down; whoever runs this need not open its
    /// database.</summary>
    private static IReadOnlyCollection<RevokedSerial> Revoked(CertificateAuthority authority)
    {
        try
        {
            var path = authority.Files.Revoked;
            return File.Exists(path) ? authority.ReadRevoked(File.ReadAllText(path)) : [];
        }
        catch (FormatException e)
        {
            throw AuthorityFaults.ListUnreadable(authority.Files.Revoked, e);
        }
    }

    private static ServiceProvider Services(CommandContext context)
    {
        var configuration = context.Configuration();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSettings<EnrolmentOptions>(configuration, EnrolmentOptions.Section);
        services.AddOptions<BrokerOptions>().Bind(configuration.GetSection(BrokerOptions.Section));
        services.AddAuthority(configuration);
        return services.BuildServiceProvider();
    }

    private static string Slashed(string data) => data.EndsWith('/') ? data : data + "/";

    private static int Refuse(CommandContext context, string english, string vietnamese)
    {
        context.Errors.WriteLine("✗ " + context.Say(english, vietnamese));
        return CommandContext.Refused;
    }
}
