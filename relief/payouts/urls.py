"""Routes of batches, payout lines and budget lines."""

from django.urls import path

from relief.casework.acting import act_view
from relief.casework.views import case_view
from relief.payouts.rooms import BATCH_ROOM, LINE_ROOM
from relief.payouts.views import batches, budgets, drafting, lines, results

urlpatterns = [
    path("", batches.batches, name="batches"),
    path("new/", drafting.batch_new, name="batch_new"),
    path("<int:pk>/", case_view(BATCH_ROOM), name="batch"),
    path("<int:pk>/file/", batches.batch_download, name="batch_download"),
    path("<int:pk>/results/", results.batch_results, name="batch_results"),
    path("<int:pk>/results/errors.xlsx", results.result_errors, name="result_errors"),
    path("<int:pk>/keying/", results.batch_keying, name="batch_keying"),
    path("<int:pk>/papers/<int:document>/", batches.batch_paper, name="batch_paper"),
    path("<int:pk>/<str:verb>/", act_view(BATCH_ROOM), name="batch_act"),
    path("failed/", lines.failed_lines, name="failed_lines"),
    path("lines/<int:pk>/", case_view(LINE_ROOM), name="line"),
    path("lines/<int:pk>/<str:verb>/", act_view(LINE_ROOM), name="line_act"),
    path("budget/", budgets.budgets, name="budgets"),
    path("budget/<int:pk>/", budgets.budget_line, name="budget_line"),
]
