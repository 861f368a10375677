from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "relief.documents"
    label = "documents"
    verbose_name = "材料"
