using System.ComponentModel;
using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Notices.Channels;

/// <summary>
/// Hands a message to the mail server, encrypted by STARTTLS unless the settings say otherwise; a server that does not
/// offer it, or whose certificate the machine does not trust, gets nothing. A message that is handed in twice after a
/// crash has the same Message-ID. What the server says is for ever (5xx) is given up; the rest is tried again.
/// </summary>
internal sealed class MailChannel(IOptions<NoticeOptions> options, TimeProvider time) : INoticeChannel
{
    private readonly MailOptions _options = options.Value.Mail;

    public NoticeChannel Kind => NoticeChannel.Mail;

    public string BodyOf(NoticeContent content, MessageText text, DateTimeOffset now) => text.Body(content);

    public string TestBodyOf(MessageText text, DateTimeOffset now) => text.Test().Body;

    public async Task<Delivery> SendAsync(Recipient recipient, NoticeMessage message, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(_options.Server))
            return new Delivery("no mail server is set (Alerts:Mail:Server)");
        using var limit = new CancellationTokenSource(_options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var client = Client();
            using var mail = Compose(recipient, message);
            await client.SendMailAsync(mail, both.Token);
            return Delivery.Done;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Delivery($"the mail server did not finish within {_options.Timeout.TotalSeconds:0} s");
        }
        catch (SmtpException e)
        {
            cancellation.ThrowIfCancellationRequested();
            return Judge(e);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or Win32Exception
            or InvalidOperationException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new Delivery("the mail server cannot be used") { Said = e.Message };
        }
    }

    private SmtpClient Client() => new(_options.Server, _options.Port)
    {
        EnableSsl = _options.Security == MailSecurity.StartTls,
        UseDefaultCredentials = false,
        Credentials = string.IsNullOrEmpty(_options.UserName)
            ? null : new NetworkCredential(_options.UserName, _options.Password),
    };

    private MailMessage Compose(Recipient recipient, NoticeMessage message)
    {
        var mail = new MailMessage(_options.From!, recipient.Address)
        {
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = message.Body,
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{message.Key}@{mail.From!.Host}>");
        mail.Headers.Add("Content-Language", recipient.Language.Tag());
        // Nobody's holiday answers it [RFC 3834].
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private static Delivery Judge(SmtpException e)
    {
        var said = e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
        return (int)e.StatusCode switch
        {
            >= 500 and < 600 and var code => new Delivery($"the mail server refuses it ({code})")
            {
                IsFinal = true,
                Said = said,
            },
            >= 400 and < 500 and var code => new Delivery($"the mail server cannot take it now ({code})")
            {
                Said = said,
            },
            _ => new Delivery("the mail server cannot be used") { Said = said },
        };
    }
}
