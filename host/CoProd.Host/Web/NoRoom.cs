using CoProd.Contracts.Forms;
using CoProd.Host.Data;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>What is said while the disk is full: on every page, on a form that was sent, and to programs.</summary>
internal static class NoRoom
{
    public static string Banner =>
        T[
            "There is no room left on the disk of this site, so nothing can be kept at the moment. You can read everything. Before you type much, wait until this notice is gone."
        ];

    /// <summary>Puts it on a form that comes back with what was typed.</summary>
    public static void Say(HttpContext http, Input input)
    {
        input.Error(
            "",
            T[
                "There is no room left on the disk of this site, so this was not kept. What you typed stands below. Keep this page open, tell your administrator to make room, and send it again then."
            ]
        );
        http.Response.Headers.RetryAfter = FullDisk.TryAgainAfterSeconds;
    }

    public static IResult Problem() =>
        Results.Problem(
            T[
                "There is no room left on the disk of this site. What you sent was not kept. Send it again once there is room: GET /health says so."
            ],
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: T["Nothing can be kept at the moment"]
        );
}
