using System.Globalization;

namespace CheckIn.Hub.Broker.Mosquitto;

/// <summary>The texts that set a mosquitto up for gates: its configuration, and the systemd units that have it read
/// again.</summary>
/// <param name="Directory">Where the files lie, absolute.</param>
/// <param name="Listen">Address and port for gates and hubs.</param>
/// <param name="Data">Where mosquitto keeps its own, absolute, with a slash at the end.</param>
/// <param name="MaxPacketBytes">Largest packet.</param>
internal sealed record Configuration(string Directory, System.Net.IPEndPoint Listen, string Data, int MaxPacketBytes)
{
    internal const string Name = "mosquitto.conf";
    internal const string AccessList = "acl";
    internal const string Authority = "authority.crt";
    internal const string Server = "server.pem";
    internal const string Revoked = "revoked.crl";
    internal const string PathUnit = "checkin-mosquitto.path";
    internal const string ReloadUnit = "checkin-mosquitto.service";
    internal const string DropIn = "mosquitto-checkin.conf";

    private string Address => Listen.Address.Equals(System.Net.IPAddress.Any)
        || Listen.Address.Equals(System.Net.IPAddress.IPv6Any) ? "" : " " + Listen.Address;

    /// <summary>mosquitto.conf, for mosquitto 2.0.11 and later.</summary>
    internal string Write() => string.Create(CultureInfo.InvariantCulture, $"""
        # mosquitto for CheckIn's gates and hubs. Written by checkin-hub mosquitto, which replaces it only when it is told
        # to; the lists and certificates beside it the running hub keeps current. Those mosquitto reads again at SIGHUP;
        # what a listener is, only at its start.

        # Nobody without a certificate of the authority, and nobody under another name than the certificate's.
        listener {Listen.Port}{Address}
        tls_version tlsv1.3
        cafile {Directory}/{Authority}
        # Certificate and key in one file, so that no reload can find one without the other.
        certfile {Directory}/{Server}
        keyfile {Directory}/{Server}
        require_certificate true
        use_identity_as_username true
        use_username_as_clientid true
        # If this file is missing or damaged at a reload, mosquitto goes on without any list and lets revoked gates in.
        # The hub tries that with a revoked certificate of its own and says so.
        crlfile {Directory}/{Revoked}

        per_listener_settings false
        allow_anonymous false
        allow_zero_length_clientid false
        acl_file {Directory}/{AccessList}

        # Without it a message waits for the other side's delayed acknowledgement, up to 40 ms.
        set_tcp_nodelay true
        max_packet_size {MaxPacketBytes}
        max_keepalive 60
        # What may wait for one client. All gates' births come at once when mosquitto was away, so it must be more than
        # there are gates. An event that does not fit is dropped and not lost: its gate keeps it until the hub itself
        # has acknowledged it.
        max_inflight_messages 64
        max_queued_messages 100000
        max_queued_bytes 268435456
        persistent_client_expiration 7d

        # Retained messages and sessions over a restart. Events do not depend on it; without it gates learn what is
        # desired of them when the hub connects.
        persistence true
        persistence_location {Data}
        autosave_interval 300

        log_type error
        log_type warning
        log_type notice
        connection_messages true

        """);

    /// <summary>Notices that the hub replaced one of the files.</summary>
    internal string WritePathUnit() => $"""
        # Has mosquitto read the files again that checkin-hub keeps current.
        [Unit]
        Description=Watch CheckIn's files for mosquitto

        [Path]
        PathChanged={Directory}/{Revoked}
        PathChanged={Directory}/{AccessList}
        PathChanged={Directory}/{Authority}
        PathChanged={Directory}/{Server}

        [Install]
        WantedBy=multi-user.target

        """;

    internal static string WriteReloadUnit() => """
        [Unit]
        Description=Have mosquitto read CheckIn's files again
        # Several revocations in a row must not use up a limit after which none would be read any more.
        StartLimitIntervalSec=0

        [Service]
        Type=oneshot
        ExecStart=/usr/bin/systemctl --no-block kill --signal=HUP --kill-who=main mosquitto.service

        """;

    /// <summary>Has the distribution's unit use this configuration.</summary>
    internal string WriteDropIn() => $"""
        [Service]
        ExecStart=
        ExecStart=/usr/sbin/mosquitto -c {Directory}/{Name}

        """;
}
